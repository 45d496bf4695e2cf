// What a terminal can show and a person wants to see, decided once: colour, emoji, columns. Everything in this folder
// is given the decision and asks for looks by meaning, never for a colour.
import { styleText } from 'node:util'
import type { Operation, Stage } from '@geuse/plugin-api'

/** What is known before the decision. */
export interface StyleInput {
  readonly isTTY: boolean
  readonly noColor: boolean
  readonly forceColor?: boolean
  readonly ci: boolean
  /** `TERM` */
  readonly term?: string
  readonly showEmojis: boolean
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
}

/** A style that adds nothing: files, pipes, tests. */
export const plain: Style = { color: false, emoji: false, width: 80, screen: false }

/** @param input what is known. @returns the decision */
export function chooseStyle(input: StyleInput): Style {
  const dumb = input.term === 'dumb'
  const color = !input.noColor && !dumb && (input.forceColor === true || input.isTTY)
  return {
    color,
    emoji: input.showEmojis && input.isTTY && !input.ci && !dumb,
    width: Math.max(20, input.columns ?? (input.isTTY ? 80 : 100)),
    screen: input.isTTY,
  }
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

/**
 * @param style the decision
 * @param tone what the text means
 * @param text plain
 * @returns the text as it is written to the terminal
 */
export function paint(style: Style, tone: Tone, text: string): string {
  if (!style.color || text === '' || tone === 'plain') return text
  return styleText([...tones[tone]] as Parameters<typeof styleText>[0], text, { validateStream: false })
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

const emojis: Readonly<Record<Stage | Operation | 'done', string>> = {
  network: '🌐',
  security: '🔒',
  storage: '💾',
  instance: '💻',
  services: '🐳',
  health: '💚',
  deploy: '🚀',
  update: '🔄',
  destroy: '💥',
  rollback: '⏪',
  stop: '⏹️',
  done: '🎉',
}

/**
 * @param style the decision
 * @param name a stage, an operation or `done`
 * @returns its emoji and a space, or nothing. Only emoji that are two columns wide everywhere
 */
export function emojiFor(style: Style, name: keyof typeof emojis): string {
  return style.emoji ? `${emojis[name]} ` : ''
}
