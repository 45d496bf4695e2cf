// `gm-sandbox start`: an account that stays when the command has returned.
import { type ChildProcess, fork } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installMoto } from './install.js'
import { type Running, readRunning, runtimeFolder, writeRunning } from './runtime.js'

const BIN = fileURLToPath(new URL('../bin/gm-sandbox.js', import.meta.url))

const ready = (child: ChildProcess, log: string): Promise<Running> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Running))
    child.once('error', reject)
    child.once('exit', (code) =>
      reject(new Error(`The account ended with code ${code} before it was ready; see ${log}.`)),
    )
  })

/** Starts an account in a process of its own, or finds the one that runs. @param speed how many times faster than AWS; whatever it is when nothing is said */
export const start = async (speed: number | undefined): Promise<Running> => {
  const known = await readRunning()
  if (known && speed !== undefined && speed !== known.speed)
    throw new Error(`An account runs already, ${known.speed} times as fast as AWS. End it first: gm-sandbox stop`)
  if (known) return known
  await installMoto()
  mkdirSync(runtimeFolder(), { recursive: true, mode: 0o700 })
  const log = join(runtimeFolder(), 'account.log')
  const output = openSync(log, 'w', 0o600)
  const child = fork(BIN, ['serve', ...(speed === undefined ? [] : ['--speed', String(speed)])], {
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  })
  try {
    const running = await ready(child, log)
    await writeRunning(running)
    return running
  } finally {
    closeSync(output)
    child.unref()
    if (child.connected) child.disconnect()
  }
}
