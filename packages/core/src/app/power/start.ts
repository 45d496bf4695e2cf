// `gm start`: a deploy of a stack that was stopped, with nothing asked for otherwise: what is stopped is started, and
// what had to end is made anew.
import { GmError } from '@geuse/plugin-api'
import { deploy, type Deployed } from '../deploy/deploy.js'
import type { PreparedChange } from '../deploy/prepare.js'
import type { StackOperation } from '../run/stack-operation.js'
import { type KnownStackRequest, loadStack } from '../stack/load.js'

/** Brings a stack up that was stopped. */
export const start: StackOperation<KnownStackRequest, PreparedChange, Deployed> = {
  title: 'the start',
  prepare: async (host, { name, profile }, preparing) => {
    const { status } = await loadStack(host, name, profile)
    if (status === 'destroyed')
      throw new GmError('STACK_BUSY', `${name} is destroyed: it has to be deployed anew`, {
        hints: [`gm deploy ${name}   # with the data that was kept`],
      })
    return deploy.prepare(host, { name, flags: { profile } }, preparing)
  },
  run: (host, prepared, running) => deploy.run(host, prepared, running),
}
