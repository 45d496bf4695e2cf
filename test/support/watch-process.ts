// Everything that any user of this computer could read of a process while it runs: its arguments; and its environment,
// which its owner's other programs can read. With those of its children.
import { readFileSync } from 'node:fs'

/** What was seen. */
export interface Watch {
  /** Stops watching. @returns every text that was seen */
  end(): string[]
  /** How often it looked. */
  looks(): number
}

/** @param pid the process */
export function watchProcess(pid: number): Watch {
  const seen = new Set<string>()
  let looks = 0
  const look = (): void => {
    looks += 1
    for (const each of family(pid)) for (const file of ['cmdline', 'environ']) seen.add(read(`/proc/${each}/${file}`))
  }
  look()
  const timer = setInterval(look, 50)
  return {
    end() {
      clearInterval(timer)
      return [...seen]
    },
    looks: () => looks,
  }
}

function family(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((text) => text !== '')
    .map(Number)
  return [pid, ...children.flatMap(family)]
}

/** A process may end at any moment. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
