// How many columns a text takes on a terminal, and how to cut, pad and wrap it to a number of columns. Texts are
// measured before any colour is added. The libraries are those that the prompts bring along anyway, small enough for
// every start.
import truncatedWidth from 'fast-string-truncated-width'
import stringWidth from 'fast-string-width'
import { wrapAnsi } from 'fast-wrap-ansi'

const ellipsis = '…'

/** @param text plain, on one line. @returns columns: wide characters and emoji take two, combining marks none */
export function displayWidth(text: string): number {
  return stringWidth(text)
}

/**
 * @param text plain, on one line
 * @param width columns that it may take
 * @returns the text, or its beginning with an ellipsis
 */
export function truncate(text: string, width: number): string {
  if (width < 1) return ''
  const { index, ellipsed } = truncatedWidth(text, { limit: width, ellipsis })
  return `${text.slice(0, index)}${ellipsed ? ellipsis : ''}`
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
  return wrapAnsi(text, width).split('\n')
}
