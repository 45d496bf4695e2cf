// A misspelt word is answered with the word that was meant: the same guess for flags, file keys, variables and ids.
// What measures words is loaded when one is misspelt: no command that goes well pays for it.

/**
 * @param word what was typed
 * @param known what could have been meant
 * @returns ` - did you mean X?`, or nothing when no word is near
 */
export async function didYouMean(word: string, known: Iterable<string>): Promise<string> {
  const { distance } = await import('fastest-levenshtein')
  const typed = word.toLowerCase()
  const [nearest] = [...known]
    .map((candidate) => ({ candidate, edits: distance(typed, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= mostEdits(typed, candidate.toLowerCase()))
    .sort((left, right) => left.edits - right.edits)
  return nearest === undefined ? '' : ` - did you mean ${nearest.candidate}?`
}

/** Two neighbours swapped, the commonest slip, are two edits of however short a word. */
function mostEdits(typed: string, candidate: string): number {
  const third = Math.max(1, Math.floor(typed.length / 3))
  return lettersOf(typed) === lettersOf(candidate) ? Math.max(2, third) : third
}

function lettersOf(word: string): string {
  return [...word].sort().join('')
}
