// What a person sees when their stack is up: where to go, how to get in, whether everything works, where the data is,
// what it costs, and what to type next. No secret is ever on it: `gm credentials` shows those when asked.
import type { DnsRecord, LaunchedInstance } from '@geuse/plugin-api'
import { formatDuration } from './duration.js'
import { costLines } from './cost-words.js'
import { artLines } from './art.js'
import { frameLines } from './frame.js'
import { continued, hardSpace, labelled, line, segment, type Line, type Segment } from './line.js'
import { storageLines } from './storage-words.js'
import { emojiFor, marks, type Tone, type Style } from './style.js'
import { displayWidth, pad } from './width.js'
import type { healthWord, summaryShape } from '../output/stack.js'
import type { Told } from '../output/told.js'

/** Health as a word. */
export type HealthWord = Told<typeof healthWord>

/** A running stack, as far as its owner cares. */
export type StackSummary = Told<typeof summaryShape>

/**
 * @param summary the stack
 * @param style how to paint it
 * @returns lines for the terminal
 */
export function panelLines(summary: StackSummary, style: Style): string[] {
  const took = summary.ms === undefined ? [] : [segment(` in ${formatDuration(summary.ms)}`, 'dim')]
  const end = summary.unchanged === true ? [segment(' is up, there was nothing to do')] : [segment(' is up'), ...took]
  const title = [segment(emojiFor(style, 'done')), segment(summary.stack, 'title'), ...end]
  const sections = [
    [...access(summary), ...dnsLines(summary.dns)],
    services(summary),
    storageLines(summary.storage),
    replacedLines(summary.replaced),
    [...(summary.instance === null ? [] : instanceLines(summary.instance)), ...costLines(summary.cost)],
    warningLines(summary.warnings),
    next(summary),
  ]
  const picture = summary.unchanged === true ? [] : artLines('deployment_complete', style)
  return [...(picture.length > 0 ? ['', ...picture, ''] : []), ...frameLines(title, joined(sections), 'success', style)]
}

/** @param sections groups of lines. @returns them with an empty line between; empty groups leave no trace */
export function joined(sections: readonly (readonly Line[])[]): Line[] {
  const full = sections.filter((section) => section.length > 0)
  return full.flatMap((section, index) => (index === 0 ? [...section] : [line(), ...section]))
}

function access({ stack, url, username }: StackSummary): Line[] {
  const credentials = labelled('Password', segment(`gm credentials ${stack}`.replaceAll(' ', hardSpace), 'command'))
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
    return { ...labelled(index === 0 ? 'Services' : '', ...segments), indent: continued }
  })
}

/** How long it was away, and from when its data is. */
function replacedLines(replaced: StackSummary['replaced']): Line[] {
  if (replaced === undefined) return []
  const { from, wasTakenBack, ended, recoveryMs, restored } = replaced
  const why = wasTakenBack ? ', which AWS took back' : ', which was gone'
  const since = ended === null ? 'after this deploy began' : `after it had ended at ${ended}`
  const copies = restored.map(({ service, at }) => `; ${service} as of ${at}`).join('')
  return [
    labelled('Replaced', segment(from), segment(why)),
    labelled('', segment(`the stack answered again ${formatDuration(recoveryMs)} ${since}`)),
    labelled('', segment(`data: on EFS as it was${copies}`)),
  ]
}

/** @param instance that was bought. @returns what and where it is, and its id */
export function instanceLines({ type, market, zone, instanceId, cpuCredits }: LaunchedInstance): Line[] {
  const credits = cpuCredits === undefined ? '' : `, CPU credits ${cpuCredits}`
  return [labelled('Instance', segment(`${type} ${market} in ${zone}${credits}`), segment(`  ${instanceId}`, 'dim'))]
}

/** @param record where the person's own domain must lead. @returns the record to make */
export function dnsLines(record: DnsRecord | undefined): Line[] {
  if (record === undefined) return []
  const { name, type, value } = record
  return [labelled('DNS', segment(`${name} needs the record ${type}`), segment(` ${value}`, 'link'))]
}

/** @param texts sentences that must not be overlooked. @returns a marked line for each */
export function warningLines(texts: readonly string[] | undefined): Line[] {
  return (texts ?? []).map((text) => ({
    ...line(segment(`${marks.warned} `, 'warning'), segment(text, 'warning')),
    indent: 2,
  }))
}

function next({ next: rows }: StackSummary): Line[] {
  const width = Math.max(...rows.map(({ command }) => displayWidth(command)), 0)
  return rows.map(({ command, about }, index) => {
    const text = pad(command.replaceAll(' ', hardSpace), width)
    const drawn = labelled(index === 0 ? 'Next' : '', segment(text, 'command'), segment(`  ${about}`, 'dim'))
    return { ...drawn, indent: continued }
  })
}
