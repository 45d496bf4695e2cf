// What a terminal can show and a person wants to see, decided once: colour, emoji, columns. Everything in this folder
// is given the decision and asks for looks by meaning, never for a colour.
import { styleText } from 'node:util'
import type { Operation, Stage } from '@geuse/plugin-api'
import art from './art.json' with { type: 'json' }

/** What is known before the decision. */
export interface StyleInput {
  readonly isTTY: boolean
  readonly noColor: boolean
  readonly forceColor?: boolean
  readonly ci: boolean
  /** `TERM` */
  readonly term?: string
  readonly showEmojis: boolean
  /** Setting `show_ascii_banners`. */
  readonly showArt?: boolean
  /** Setting `compact_mode`. */
  readonly compact?: boolean
  /** Setting `color_theme`. */
  readonly theme?: 'auto' | 'dark' | 'light'
  /** What is known of the terminal's background. */
  readonly background?: 'dark' | 'light' | undefined
  /** Columns of the terminal, where it has any. */
  readonly columns?: number
}

/** The decision. */
export interface Style {
  readonly color: boolean
  readonly emoji: boolean
  /** Columns to use: 20 at least. */
  readonly width: number
  /** Whether it is a screen, where a long line is cut, and not a file, where it stays whole. */
  readonly screen: boolean
  /** Whether pictures are wanted and can be shown. */
  readonly art?: boolean
  /** Whether what only looks good is left out: frames, empty lines, pictures. */
  readonly compact?: boolean
  /** Colours that stand out on such a background; those of every terminal without it. */
  readonly theme?: 'dark' | 'light' | undefined
}

/** A style that adds nothing: files, pipes, tests. */
export const plain: Style = { color: false, emoji: false, width: 80, screen: false }

/** @param input what is known. @returns the decision */
export function chooseStyle(input: StyleInput): Style {
  const { isTTY, compact, showArt, columns } = { compact: false, showArt: false, ...input }
  const isLively = isTTY && !input.ci && !isDumb(input)
  return {
    color: isColorful(input),
    emoji: input.showEmojis && isLively,
    art: showArt && !compact && isLively,
    compact,
    theme: themeOf(input),
    width: Math.max(20, columns ?? (isTTY ? 80 : 100)),
    screen: isTTY,
  }
}

function isColorful(input: StyleInput): boolean {
  return !input.noColor && !isDumb(input) && (input.forceColor === true || input.isTTY)
}

function isDumb({ term }: StyleInput): boolean {
  return term === 'dumb'
}

/** What a terminal tells of itself is enough to leave the light one; a dark one needs a person's word. */
function themeOf({ theme = 'auto', background }: StyleInput): Style['theme'] {
  if (theme !== 'auto') return theme
  return background === 'light' ? 'light' : undefined
}

const tones = {
  plain: [],
  title: ['bold'],
  success: ['green'],
  error: ['red'],
  warning: ['yellow'],
  dim: ['dim'],
  active: ['cyan'],
  link: ['cyan', 'underline'],
  command: ['bold', 'cyan'],
} as const satisfies Record<string, readonly Parameters<typeof styleText>[0][]>

/** What a text means. */
export type Tone = keyof typeof tones

type Looks = readonly Parameters<typeof styleText>[0][]

/** Where a theme looks otherwise: yellow and cyan cannot be read on white, nor plain red and blue on black by many. */
const themes: Readonly<Record<'dark' | 'light', { readonly [T in Tone]?: Looks }>> = {
  dark: {
    success: ['greenBright'],
    error: ['redBright'],
    warning: ['yellowBright'],
    active: ['cyanBright'],
    link: ['cyanBright', 'underline'],
    command: ['bold', 'cyanBright'],
  },
  light: { warning: ['magenta'], active: ['blue'], link: ['blue', 'underline'], command: ['bold', 'blue'] },
}

/**
 * @param style the decision
 * @param tone what the text means
 * @param text plain
 * @returns the text as it is written to the terminal
 */
export function paint(style: Style, tone: Tone, text: string): string {
  if (!style.color || text === '' || tone === 'plain') return text
  const looks = (style.theme === undefined ? undefined : themes[style.theme][tone]) ?? tones[tone]
  return styleText([...looks] as Parameters<typeof styleText>[0], text, { validateStream: false })
}

/** Colours that tell one writer from another, and mean nothing else. */
const sourceColors = ['cyan', 'yellow', 'green', 'magenta', 'blue', 'cyanBright', 'yellowBright'] as const

/**
 * @param style the decision
 * @param index of who wrote the text
 * @param text plain
 * @returns the text in a colour of its writer
 */
export function paintSource(style: Style, index: number, text: string): string {
  const color = sourceColors[index % sourceColors.length]
  return style.color && color !== undefined ? styleText(color, text, { validateStream: false }) : text
}

/** Marks that every terminal with a font of this century has; one column each. */
export const marks = { done: '✔', failed: '✖', warned: '▲', waiting: '·', skipped: '○', arrow: '→', bar: '│' } as const

/** Names in the table of emoji. */
const emojiNames = {
  network: 'network',
  security: 'security',
  storage: 'database',
  instance: 'server',
  services: 'docker',
  health: 'heart',
  deploy: 'rocket',
  update: 'update',
  destroy: 'destroy',
  rollback: 'rollback',
  backup: 'database',
  download: 'database',
  verify: 'search',
  restore: 'rollback',
  stop: 'pending',
  done: 'party',
} as const satisfies Record<Stage | Operation | 'done', EmojiName>

/** An emoji of the table. */
export type EmojiName = keyof typeof art.emoji

/**
 * @param style the decision
 * @param name a stage, an operation, `done`, or any of the table
 * @returns its emoji and a space, or nothing. Only emoji that are two columns wide everywhere
 */
export function emojiFor(style: Style, name: keyof typeof emojiNames | EmojiName): string {
  const found: EmojiName = name in emojiNames ? emojiNames[name as keyof typeof emojiNames] : (name as EmojiName)
  return style.emoji ? `${art.emoji[found]} ` : ''
}
