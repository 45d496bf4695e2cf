// What a person sees when their stack is up: where to go, how to get in, whether everything works, where the data is,
// what it costs, and what to type next. No secret is ever on it: `gm credentials` shows those when asked.
import type { LaunchedInstance } from '@geuse/plugin-api'
import { formatDuration } from './duration.js'
import { frameLines, innerWidth } from './frame.js'
import { line, segment, type Line, type Segment } from './line.js'
import type { StorageRow } from './storage-words.js'
import { emojiFor, marks, type Tone, type Style } from './style.js'
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
  readonly instance: LaunchedInstance
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
  const took = summary.ms === undefined ? [] : [segment(` in ${formatDuration(summary.ms)}`, 'dim')]
  const title = [segment(emojiFor(style, 'done')), segment(summary.stack, 'title'), segment(' is up'), ...took]
  const alarms = warningLines(summary.warnings, style)
  const sections = [
    access(summary),
    services(summary),
    storageLines(summary.storage),
    instance(summary),
    alarms,
    next(summary),
  ]
  return frameLines(title, joined(sections), 'success', style)
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
export function labelled(label: string, ...segments: readonly Segment[]): Line {
  return line(segment(pad(label, labelWidth), 'dim'), ...segments)
}

/**
 * @param label what the lines are about; stands before the first
 * @param text however long; hard spaces keep words together
 * @param tone of the text
 * @param style of the terminal
 * @returns the text whole, wrapped beside its label
 */
export function labelledText(label: string, text: string, tone: Tone, style: Style): Line[] {
  const parts = wrap(text, innerWidth(style) - labelWidth).map((part) => part.replaceAll(hardSpace, ' '))
  return parts.map((part, index) => labelled(index === 0 ? label : '', segment(part, tone)))
}

function access({ stack, url, username }: StackSummary): Line[] {
  const credentials = labelled('Password', segment(`gm credentials ${stack}`, 'command'))
  return [
    labelled('Open', segment(url, 'link')),
    ...(username === undefined ? [] : [labelled('User', segment(username))]),
    credentials,
  ]
}

const healthLooks: Readonly<Record<HealthWord, readonly [mark: string, tone: Tone]>> = {
  healthy: [marks.done, 'success'],
  warning: [marks.warned, 'warning'],
  critical: [marks.failed, 'error'],
  starting: [marks.waiting, 'active'],
  unknown: [marks.skipped, 'dim'],
}

/** @param health a service's or stack's. @returns its mark and word, painted */
export function healthPieces(health: HealthWord): Segment[] {
  const [mark, tone] = healthLooks[health]
  return [segment(`${mark} `, tone), segment(health, tone)]
}

function services({ services: rows }: StackSummary): Line[] {
  const width = Math.max(...rows.map(({ service }) => displayWidth(service)), 0)
  return rows.map(({ service, title, health, ms }, index) => {
    const answer = pad(ms === undefined ? '' : `${ms} ms`, 18 - health.length, 'right')
    const segments = [
      segment(`${pad(service, width)}  `),
      ...healthPieces(health),
      segment(`${answer}  ${title}`, 'dim'),
    ]
    return labelled(index === 0 ? 'Services' : '', ...segments)
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
      segment(`${name}  ${pad(where, places)}`),
      segment(`  loses ${loss}`, 'dim'),
    )
  })
}

function instance({ instance: { type, market, zone, instanceId, pricePerHour } }: StackSummary): Line[] {
  const bought = labelled('Instance', segment(`${type} ${market} in ${zone}`), segment(`  ${instanceId}`, 'dim'))
  if (pricePerHour === undefined) return [bought]
  const month = (pricePerHour * hoursPerMonth).toFixed(0)
  return [bought, labelled('Price', segment(`$${pricePerHour.toFixed(4)} an hour, about $${month} a month`))]
}

/** @param texts sentences that must not be overlooked. @param style of the terminal. @returns them whole, wrapped */
export function warningLines(texts: readonly string[] | undefined, style: Style): Line[] {
  const wrapped = (texts ?? []).flatMap((text) =>
    wrap(text, innerWidth(style) - 2).map((part, index) => ({ part, first: index === 0 })),
  )
  return wrapped.map(({ part, first }) =>
    line(segment(first ? `${marks.warned} ` : '  ', 'warning'), segment(part, 'warning')),
  )
}

function next({ next: rows }: StackSummary): Line[] {
  const width = Math.max(...rows.map(({ command }) => displayWidth(command)), 0)
  return rows.map(({ command, about }, index) => {
    return labelled(index === 0 ? 'Next' : '', segment(pad(command, width), 'command'), segment(`  ${about}`, 'dim'))
  })
}
