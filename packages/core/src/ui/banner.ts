// The face of bare `gm`: a name in blocks and a goose. Half-blocks of one column each, so that it stands straight in
// any font; a small one for narrow terminals, none where nobody wants it.
import { drawLine, line, piece, type Line } from './line.js'
import type { Style } from './style.js'
import { displayWidth, pad } from './width.js'

/** What the banner says below the name. */
export interface BannerText {
  readonly version: string
  readonly tagline: string
}

interface Letters {
  readonly name: readonly string[]
  readonly year: readonly string[]
}

const large: Letters = {
  name: [
    '▄▀▀▀  █▀▀▀ █  █ ▄▀▀▀ █▀▀▀ █▄ ▄█ ▄▀▀▄ █ ▄▀ █▀▀▀ █▀▀▄',
    '█  ▀█ █▀▀  █  █  ▀▀▄ █▀▀  █ ▀ █ █▀▀█ █▀▄  █▀▀  █▀█ ',
    ' ▀▀▀  ▀▀▀▀  ▀▀  ▀▀▀  ▀▀▀▀ ▀   ▀ ▀  ▀ ▀  ▀ ▀▀▀▀ ▀  ▀',
  ],
  year: ['▀▀▀▄ ▄▀▀▄ ▄▀▀▄ ▄▀▀▄', '▄▀▀  █  █ █  █ █  █', '▀▀▀▀  ▀▀   ▀▀   ▀▀ '],
}

const small: Letters = { name: ['▄▀▀▀  █▄ ▄█', '█  ▀█ █ ▀ █', ' ▀▀▀  ▀   ▀'], year: large.year }

const goose = [' ▄▟█▙▖', ' ▀▀███', '    ██▙▄▄▄▄▟▘', '    ▜██████▛', '      ▀▌▀▌'] as const

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
    piece('GeuseMaker 2000', 'title'),
    piece(` ${text.version}  `, 'quiet'),
    piece(text.tagline, 'quiet'),
  )
  if (!wanted || style.width < smallWidth) return [drawLine(sentence, style)]
  const below = style.width < largeWidth ? [line(), line(piece(` ${text.tagline}`, 'quiet'))] : besideGoose(text)
  return [line(), ...named(style.width < largeWidth ? small : large), ...below, line()].map((drawn) =>
    drawLine(drawn, style),
  )
}

function named({ name, year }: Letters): Line[] {
  return name.map((row, index) => line(piece(` ${row}`, 'busy'), piece(`   ${year[index] ?? ''}`, 'worry')))
}

function besideGoose({ version, tagline }: BannerText): Line[] {
  const beside = [[], [], [piece(tagline, 'title')], [piece(`version ${version}`, 'quiet')], []]
  const width = Math.max(...goose.map(displayWidth))
  return [
    line(),
    ...goose.map((row, index) => line(piece(`  ${pad(row, width)}   `, 'plain'), ...(beside[index] ?? []))),
  ]
}
