// The face of bare `gm`: a name in blocks and a goose. Half-blocks of one column each, so that it stands straight in
// any font; a small one for narrow terminals, none where nobody wants it.
import art from './art.json' with { type: 'json' }
import { drawLine, line, segment, type Line } from './line.js'
import type { Style } from './style.js'
import { displayWidth, pad, wrap } from './width.js'

/** What the banner says below the name. */
export interface BannerText {
  readonly version: string
  readonly tagline: string
}

interface Letters {
  readonly name: readonly string[]
  readonly year: readonly string[]
}

const { banner: large, compact: small } = art
const { goose } = large

/** Columns that the large banner needs. */
const largeWidth = 76
const smallWidth = 36

/**
 * @param text what stands below the name
 * @param style how to paint it
 * @param wanted setting `show_ascii_banners`
 * @returns lines for the terminal
 */
export function bannerLines(text: BannerText, style: Style, wanted: boolean): string[] {
  const sentence = line(
    segment('GeuseMaker 2000', 'title'),
    segment(` ${text.version}  `, 'dim'),
    segment(text.tagline, 'dim'),
  )
  if (!wanted || style.width < smallWidth) return [drawLine(sentence, style)]
  if (style.compact) return named(small).map((drawn) => drawLine(drawn, style))
  const below = style.width < largeWidth ? belowName(text, style) : besideGoose(text, style)
  return [line(), ...named(style.width < largeWidth ? small : large), ...below, line()].map((drawn) =>
    drawLine(drawn, style),
  )
}

function named({ name, year }: Letters): Line[] {
  return name.map((row, index) => line(segment(` ${row}`, 'active'), segment(`   ${year[index] ?? ''}`, 'warning')))
}

function belowName({ tagline }: BannerText, style: Style): Line[] {
  return [line(), ...wrap(tagline, style.width - 1).map((part) => line(segment(` ${part}`, 'dim')))]
}

function besideGoose({ version, tagline }: BannerText, style: Style): Line[] {
  const width = Math.max(...goose.map(displayWidth))
  const words = wrap(tagline, style.width - width - 5).map((part) => segment(part, 'title'))
  const beside = [undefined, ...(words.length > 1 ? [] : [undefined]), ...words, segment(`version ${version}`, 'dim')]
  return [line(), ...goose.map((row, index) => line(segment(`  ${pad(row, width)}   `), beside[index] ?? segment('')))]
}
