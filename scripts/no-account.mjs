// Unit tests start no emulated account: one that does is named as what it is, and so is run on its own.
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'

const { spawn } = childProcess

childProcess.spawn = function guarded(program, ...rest) {
  if ([rest[0]].flat().some((argument) => String(argument).endsWith('moto/launch.py')))
    throw new Error('A unit test asked for an emulated account: call its file *.account.test.ts')
  return spawn.call(this, program, ...rest)
}
syncBuiltinESMExports()
