// The account that runs beside the shell: where its process is written down, and whether it is still that process.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownEnvironment } from '../account/environment.js'
import { beganAt, isAlive } from '../is-alive.js'
import { cacheFolder } from '../moto/environment.js'

/** A running account, as written down. */
export interface Running {
  readonly pid: number
  /** When the process began, as the system counts it; a process that took over the number began at another time. */
  readonly began: string
  readonly endpoint: string
  readonly motoEndpoint: string
  readonly env: Readonly<Record<string, string>>
  readonly python: string
  readonly speed: number
  /** What its instances are. */
  readonly machines: 'real' | 'simulated'
}

/** @returns the folder for a running account */
export function runtimeFolder(): string {
  return ownEnvironment()['GM_SANDBOX_HOME'] || join(cacheFolder(ownEnvironment()), 'run')
}

/** @returns the account that runs now; undefined when none does */
export async function readRunning(): Promise<Running | undefined> {
  const text = await readFile(file(), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const running = JSON.parse(text) as Running
  return isAlive(running.pid) && (await beganAt(running.pid)) === running.began ? running : undefined
}

/** Writes a running account down, for this user only. */
export async function writeRunning(running: Running): Promise<void> {
  await mkdir(runtimeFolder(), { recursive: true, mode: 0o700 })
  await writeFile(file(), JSON.stringify(running), { mode: 0o600 })
}

/** Forgets the account that ran. */
export function forgetRunning(): Promise<void> {
  return rm(file(), { force: true })
}

function file(): string {
  return join(runtimeFolder(), 'account.json')
}
