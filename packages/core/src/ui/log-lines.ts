// Lines of several logs in one: whose each is stands in front, in a colour of its own.
import { isContainerOf } from '../model/container-name.js'
import { paint, paintSource, type Style } from './style.js'
import { displayWidth, pad } from './width.js'

/** A line, and who wrote it. */
interface Entry {
  readonly source: string
  readonly text: string
}

/**
 * @param sources whose lines are expected: each, with its sidecars, has the same colour at every call
 * @param style how to paint it; nothing is cut or wrapped, so that lines can be copied and searched
 * @returns what draws a line
 */
export function logPainter(sources: readonly string[], style: Style): (entry: Entry) => string {
  const known = [...sources]
  let width = Math.max(...sources.map(displayWidth))
  return ({ source, text }) => {
    const index = known.findIndex((one) => isContainerOf(one, source))
    if (index === -1) known.push(source)
    width = Math.max(width, displayWidth(source))
    const front = `${pad(source, width)} │ `
    return `${paintSource(style, index === -1 ? known.length - 1 : index, front)}${text}`
  }
}

/** @param text about the reading itself @returns the line, apart from what was read */
export function logNote(text: string, style: Style): string {
  return paint(style, 'dim', `── ${text}`)
}
