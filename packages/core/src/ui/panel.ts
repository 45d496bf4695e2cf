// What a person sees when their stack is up: where to go, how to get in, whether everything works, where the data is,
// what it costs, and what to type next. No secret is ever on it: `gm credentials` shows those when asked.
import type { Machine } from '@geuse/plugin-api'
import { formatDuration } from './duration.js'
import { frameLines, innerWidth } from './frame.js'
import { line, piece, type Line, type Piece } from './line.js'
import type { StorageRow } from './storage-words.js'
import { emojiFor, marks, type Look, type Style } from './style.js'
import { displayWidth, pad, wrap } from './width.js'

/** Health as a word. */
export type HealthWord = 'healthy' | 'warning' | 'critical' | 'starting' | 'unknown'

/** A running stack, as far as its owner cares. */
export interface StackSummary {
  readonly stack: string
  readonly url: string
  /** Name to log in with, where the primary service has one. */
  readonly username?: string
  readonly services: readonly {
    readonly service: string
    readonly title: string
    readonly health: HealthWord
    readonly ms?: number
  }[]
  readonly storage: readonly StorageRow[]
  readonly machine: Machine
  /** How long the run took, in milliseconds. */
  readonly ms?: number
  /** Sentences that must not be overlooked. */
  readonly warnings?: readonly string[]
  /** Commands, with what each is for. */
  readonly next: readonly { readonly command: string; readonly about: string }[]
}

const hoursPerMonth = 730

/**
 * @param summary the stack
 * @param style how to paint it
 * @returns lines for the terminal
 */
export function panelLines(summary: StackSummary, style: Style): string[] {
  const took = summary.ms === undefined ? [] : [piece(` in ${formatDuration(summary.ms)}`, 'quiet')]
  const title = [piece(emojiFor(style, 'done')), piece(summary.stack, 'title'), piece(' is up'), ...took]
  const alarms = warningLines(summary.warnings, style)
  const sections = [
    access(summary),
    services(summary),
    storageLines(summary.storage),
    machine(summary),
    alarms,
    next(summary),
  ]
  return frameLines(title, joined(sections), 'good', style)
}

/** @param sections groups of lines. @returns them with an empty line between; empty groups leave no trace */
export function joined(sections: readonly (readonly Line[])[]): Line[] {
  const full = sections.filter((section) => section.length > 0)
  return full.flatMap((section, index) => (index === 0 ? [...section] : [line(), ...section]))
}

/** Where no line may break. */
export const hardSpace = '\u00a0'
/** Columns of the labels in front. */
const labelWidth = 10

/** @param label what the line is about. @returns a line with a label in front */
export function labelled(label: string, ...pieces: readonly Piece[]): Line {
  return line(piece(pad(label, labelWidth), 'quiet'), ...pieces)
}

/**
 * @param label what the lines are about; stands before the first
 * @param text however long; hard spaces keep words together
 * @param look of the text
 * @param style of the terminal
 * @returns the text whole, wrapped beside its label
 */
export function labelledText(label: string, text: string, look: Look, style: Style): Line[] {
  const parts = wrap(text, innerWidth(style) - labelWidth).map((part) => part.replaceAll(hardSpace, ' '))
  return parts.map((part, index) => labelled(index === 0 ? label : '', piece(part, look)))
}

function access({ stack, url, username }: StackSummary): Line[] {
  const credentials = labelled('Password', piece(`gm credentials ${stack}`, 'command'))
  return [
    labelled('Open', piece(url, 'link')),
    ...(username === undefined ? [] : [labelled('User', piece(username))]),
    credentials,
  ]
}

const healthLooks: Readonly<Record<HealthWord, readonly [mark: string, look: Look]>> = {
  healthy: [marks.done, 'good'],
  warning: [marks.warned, 'worry'],
  critical: [marks.failed, 'bad'],
  starting: [marks.waiting, 'busy'],
  unknown: [marks.skipped, 'quiet'],
}

/** @param health a service's or stack's. @returns its mark and word, painted */
export function healthPieces(health: HealthWord): Piece[] {
  const [mark, look] = healthLooks[health]
  return [piece(`${mark} `, look), piece(health, look)]
}

function services({ services: rows }: StackSummary): Line[] {
  const width = Math.max(...rows.map(({ service }) => displayWidth(service)), 0)
  return rows.map(({ service, title, health, ms }, index) => {
    const answer = pad(ms === undefined ? '' : `${ms} ms`, 18 - health.length, 'right')
    const pieces = [piece(`${pad(service, width)}  `), ...healthPieces(health), piece(`${answer}  ${title}`, 'quiet')]
    return labelled(index === 0 ? 'Services' : '', ...pieces)
  })
}

/** @param rows where each volume is. @returns labelled lines */
export function storageLines(rows: readonly StorageRow[]): Line[] {
  const names = rows.map(({ service, volume }) => `${service}/${volume}`)
  const width = Math.max(...names.map(displayWidth), 0)
  const places = Math.max(...rows.map(({ where }) => displayWidth(where)), 0)
  return rows.map(({ where, loss }, index) => {
    const name = pad(names[index] ?? '', width)
    return labelled(
      index === 0 ? 'Data' : '',
      piece(`${name}  ${pad(where, places)}`),
      piece(`  loses ${loss}`, 'quiet'),
    )
  })
}

function machine({ machine: { type, market, zone, instanceId, pricePerHour } }: StackSummary): Line[] {
  const bought = labelled('Machine', piece(`${type} ${market} in ${zone}`), piece(`  ${instanceId}`, 'quiet'))
  if (pricePerHour === undefined) return [bought]
  const month = (pricePerHour * hoursPerMonth).toFixed(0)
  return [bought, labelled('Price', piece(`$${pricePerHour.toFixed(4)} an hour, about $${month} a month`))]
}

/** @param texts sentences that must not be overlooked. @param style of the terminal. @returns them whole, wrapped */
export function warningLines(texts: readonly string[] | undefined, style: Style): Line[] {
  const wrapped = (texts ?? []).flatMap((text) =>
    wrap(text, innerWidth(style) - 2).map((part, index) => ({ part, first: index === 0 })),
  )
  return wrapped.map(({ part, first }) => line(piece(first ? `${marks.warned} ` : '  ', 'worry'), piece(part, 'worry')))
}

function next({ next: rows }: StackSummary): Line[] {
  const width = Math.max(...rows.map(({ command }) => displayWidth(command)), 0)
  return rows.map(({ command, about }, index) => {
    return labelled(index === 0 ? 'Next' : '', piece(pad(command, width), 'command'), piece(`  ${about}`, 'quiet'))
  })
}
