// Whether a process is there, and since when, asked of the system without touching it.
import { readFile } from 'node:fs/promises'

/** @param pid number of a process of this user */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** @returns when a process began; '' where the system does not say or there is no such process */
export async function beganAt(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
