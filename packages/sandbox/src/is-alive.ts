// Whether a process is there, asked of the system without touching it.

/** @param pid number of a process of this user */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
