// Who holds a lock, so that another process can tell whether that one still lives: a pid alone is used again, a pid
// with its start time and the host's boot is not.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { promisify } from 'node:util'
import { z } from 'zod'

/** Host, its boot, process and the start of the process. */
export const ownerSchema = z.strictObject({
  host: z.string(),
  boot: z.string(),
  pid: z.number().int().positive(),
  started: z.string(),
})
/** See `ownerSchema`. */
export type Owner = z.infer<typeof ownerSchema>

/** Looked for where it is used: to load what starts processes takes Node longer than to read a lock. */
function run(command: string, args: readonly string[]): Promise<{ readonly stdout: string }> {
  return promisify(execFile)(command, args)
}

/** @returns this process as an owner */
export async function currentOwner(): Promise<Owner> {
  return { host: hostname(), boot: await bootId(), pid: process.pid, started: (await startOf(process.pid)) ?? '' }
}

/**
 * @param holder whoever holds a lock
 * @param here this process
 * @returns whether the holder lives; undefined when it cannot be known from here
 */
export async function isAlive(holder: Owner, here: Owner): Promise<boolean | undefined> {
  if (holder.host !== here.host) return undefined
  if (holder.boot !== here.boot) return false
  return (await startOf(holder.pid)) === holder.started
}

async function bootId(): Promise<string> {
  if (process.platform === 'linux') return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  return (await run('sysctl', ['-n', 'kern.bootsessionuuid'])).stdout.trim()
}

async function startOf(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? startOnLinux(pid) : startElsewhere(pid)
}

// Field 22 of /proc/<pid>/stat, in clock ticks since boot (proc(5)); the second field may hold blanks and brackets.
async function startOnLinux(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19]
}

async function startElsewhere(pid: number): Promise<string | undefined> {
  const out = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => undefined)
  return out?.stdout.trim()
}
