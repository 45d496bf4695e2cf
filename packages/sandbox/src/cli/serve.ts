// The process behind `start`: it holds the account until it is told to end.
import { type AccountOptions, startAccount } from '../account/account.js'
import { beganAt } from '../is-alive.js'
import type { Running } from './runtime.js'

/** Holds an account; its particulars go to the parent, and a signal ends it. */
export async function serve(options: AccountOptions): Promise<void> {
  const account = await startAccount(options)
  const { endpoint, motoEndpoint, env, python } = account
  const running: Running = {
    pid: process.pid,
    began: await beganAt(process.pid),
    endpoint,
    motoEndpoint,
    env,
    python,
    speed: account.settings().speed,
    machines: options.machines ?? 'simulated',
  }
  const end = (): void => {
    void account.stop().finally(() => process.exit(0))
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  process.send?.(running, () => process.disconnect())
}
