// How many columns a text takes on a terminal, and how to cut, pad and wrap it to a number of columns: wide
// characters and emoji take two, combining marks none. Terminals agree on this only for plain text, so texts are
// measured before any colour is added.

/** East Asian characters of two columns, from Unicode's EastAsianWidth.txt (W and F), as ranges that leave out rare gaps. */
const eastAsian = [
  '\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3',
  '\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}',
].join('')
const wide = new RegExp(`[${eastAsian}]|\\p{Emoji_Presentation}`, 'u')
const invisible = /^[\p{Cc}\p{Cf}\p{Mn}\p{Me}]+$/u

/** @param text plain, on one line. @returns its graphemes, as the terminal shows them */
function graphemes(text: string): string[] {
  return Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text), ({ segment }) => segment)
}

function graphemeWidth(grapheme: string): number {
  if (invisible.test(grapheme)) return 0
  return wide.test(grapheme) || grapheme.includes('\ufe0f') ? 2 : 1
}

/** @param text plain, on one line. @returns columns */
export function displayWidth(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0)
}

/**
 * @param text plain, on one line
 * @param width columns that it may take
 * @returns the text, or its beginning with an ellipsis
 */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 1
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme)
    if (used > width) break
    kept += grapheme
  }
  return width < 1 ? '' : `${kept}…`
}

/**
 * @param text plain, on one line
 * @param width columns that it should take
 * @param side where it stands in them
 * @returns the text with spaces; longer ones unchanged
 */
export function pad(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return side === 'left' ? text + space : space + text
}

/**
 * @param text plain; its own line ends are kept
 * @param width columns that a line may take
 * @returns lines broken between words; a word that is longer than a line stays whole, so that it can be copied
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width))
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = []
  let current: string | undefined
  for (const word of line.split(' ')) {
    const longer: string = current === undefined ? word : `${current} ${word}`
    if (current !== undefined && displayWidth(longer) > width) {
      lines.push(current)
      current = word
    } else current = longer
  }
  return [...lines, current ?? '']
}
