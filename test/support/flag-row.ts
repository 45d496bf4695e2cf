// What one flag does, and how that is written down.

/** What a flag does. */
export type FlagRow =
  | {
      readonly without: readonly string[]
      readonly flag: readonly string[]
      /** Only seen with the flag. */
      readonly shows: RegExp
      /** AWS's Session Manager plugin is there. */
      readonly withPlugin?: true
      /** The line without it waits for a person, or would do what only one row may do. */
      readonly onlyWith?: true
    }
  | {
      /** Title of a test that shows it. */
      readonly scenario: string
    }

/** @returns what a flag shows in a line that works without it */
export function row(without: string, flag: string, shows: RegExp): FlagRow {
  return { without: words(without), flag: words(flag), shows }
}

/** @param line with one space between words; `~` is a space within one */
export function words(line: string): string[] {
  return line
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replaceAll('~', ' '))
}

/** Several flags that are typed together, as a run takes its time: each is seen by itself. */
export function together(line: string, shown: Readonly<Record<string, RegExp>>): Record<string, FlagRow> {
  return Object.fromEntries(
    Object.entries(shown).map(([name, shows]) => [name, { without: [], flag: words(line), shows, onlyWith: true }]),
  )
}

/** A key that may be anybody's. */
export const someKey = 'arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000'
