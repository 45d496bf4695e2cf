// Ends the account that runs, and only that process.
import { setTimeout as sleep } from 'node:timers/promises'
import { beganAt } from '../is-alive.js'
import { forgetRunning, readRunning } from './runtime.js'

const politeMs = 10_000

/** @returns whether one ran */
export async function stop(): Promise<boolean> {
  const running = await readRunning()
  if (running === undefined) return forgetRunning().then(() => false)
  process.kill(running.pid, 'SIGTERM')
  const deadline = Date.now() + politeMs
  while ((await readRunning()) !== undefined && Date.now() < deadline) await sleep(20)
  if ((await beganAt(running.pid)) === running.began) process.kill(running.pid, 'SIGKILL')
  await forgetRunning()
  return true
}
