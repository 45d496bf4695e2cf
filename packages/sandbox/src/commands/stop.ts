// `gm-sandbox stop`: ends the account that runs, and only that process.
import { setTimeout as sleep } from 'node:timers/promises'
import { beganAt, forgetRunning, readRunning } from './runtime.js'

const POLITE_MS = 10_000

/** Ends the running account; false when none ran. */
export const stop = async (): Promise<boolean> => {
  const running = await readRunning()
  if (!running) return forgetRunning().then(() => false)
  process.kill(running.pid, 'SIGTERM')
  const deadline = Date.now() + POLITE_MS
  while ((await readRunning()) && Date.now() < deadline) await sleep(20)
  if ((await beganAt(running.pid)) === running.began) process.kill(running.pid, 'SIGKILL')
  await forgetRunning()
  return true
}
