// The console of an instance, read again and again: EC2 hands out its last 64 KB each time, and only what is new in
// them is told.

/** Lines by which the end of the last reading is found again in the next one. */
const overlap = 8

/** What of a console has been told. */
export class ConsoleTail {
  #last: readonly string[] = []
  readonly #told = new Map<string, number>()

  /** @param lines all that can be read now @returns those that were not there before */
  next(lines: readonly string[]): readonly string[] {
    const end = this.#last.slice(-overlap)
    this.#last = lines
    const fresh = end.length === 0 ? lines : lines.slice(endOf(lines, end))
    for (const line of fresh) this.#told.set(line, (this.#told.get(line) ?? 0) + 1)
    return fresh
  }

  /** @param line of the boot log, where each begins with its time @returns whether the console had it, once for each */
  hadLine(line: string): boolean {
    const text = line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /, '')
    const left = this.#told.get(text) ?? 0
    if (left > 0) this.#told.set(text, left - 1)
    return left > 0
  }
}

/** Where the last place ends in which those lines stand; 0 where the console has moved on by more than it holds. */
function endOf(lines: readonly string[], wanted: readonly string[]): number {
  for (let end = lines.length; end >= wanted.length; end--)
    if (wanted.every((line, index) => line === lines[end - wanted.length + index])) return end
  return 0
}
