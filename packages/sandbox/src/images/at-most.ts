// So many at a time, and no more: the rest wait their turn.

/** @param most how many works may go on at once @returns a function that starts a work when its turn has come */
export function atMost(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let going = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (going >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else going += 1
    try {
      return await work()
    } finally {
      // Whoever is next takes over the place.
      const next = waiting.shift()
      if (next === undefined) going -= 1
      else next()
    }
  }
}
