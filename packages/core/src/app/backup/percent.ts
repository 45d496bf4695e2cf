// How far something is, told once for each percent.

/**
 * @param total in bytes
 * @param tell told of whole percents, each once
 * @returns told how many bytes more are done
 */
export function percentOf(total: number, tell: (percent: number) => void): (count: number) => void {
  let [done, told] = [0, -1]
  return (count) => {
    done += count
    const percent = Math.floor((100 * done) / Math.max(1, total))
    if (percent > told) tell((told = percent))
  }
}
