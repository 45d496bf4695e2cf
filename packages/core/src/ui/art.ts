// Pictures of what a stack goes through, where they are wanted and there is room for them. They say only what holds of
// every stack: numbers and names stand in the lines beside them.
import art from './art.json' with { type: 'json' }
import { emojiFor, paint, type EmojiName, type Style } from './style.js'
import { displayWidth } from './width.js'

/** A picture. */
export type ArtName = keyof typeof art.stages

/** Columns before a picture. */
const indent = 2

/** @returns title and picture; nothing where they are not wanted, or the screen is narrower than they are */
export function artLines(name: ArtName, style: Style): string[] {
  const { title, emoji, lines } = art.stages[name]
  const width = Math.max(...lines.map(displayWidth)) + indent
  if (style.art !== true || style.width <= width) return []
  const head = `${emojiFor(style, emoji as EmojiName)}${title}`
  return [paint(style, 'title', head), ...lines.map((text) => paint(style, 'dim', text))].map(
    (text) => ' '.repeat(indent) + text,
  )
}
