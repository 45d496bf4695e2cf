// What a monitor shows: a table that is drawn over on a terminal, a line a look elsewhere, and what needs more room
// when it happens: a notice of AWS, a change, what was done.
import { frameLines } from './frame.js'
import { drawLine, line, segment, wrapLine, type Line, type Segment } from './line.js'
import { type HealthWord, healthPieces } from './panel.js'
import { marks, type Style, type Tone } from './style.js'
import { tableLines } from './table.js'

/** A look, as far as it is shown. */
export interface LookView {
  readonly stack: string
  readonly at: string
  readonly verdict: HealthWord
  readonly instance: { readonly id: string | null; readonly state: string | null }
  readonly services: readonly {
    readonly service: string
    readonly verdict: HealthWord
    readonly ms: number | null
    readonly consecutiveFailures: number
    readonly reasons: readonly string[]
  }[]
  readonly url: { readonly text: string; readonly verdict: string } | null
  readonly notice: { readonly kind: string; readonly at: string | null } | null
  readonly signals: readonly { readonly text: string }[]
  readonly changes: readonly { readonly of: string; readonly from: string; readonly to: string }[]
  readonly problems: readonly string[]
}

/** What is shown beside looks. */
export type NoteView =
  | { readonly type: 'blind' | 'heal-failed'; readonly at: string; readonly error: { readonly message: string } }
  | { readonly type: 'healing'; readonly at: string; readonly signals: readonly { readonly text: string }[] }
  | { readonly type: 'healed'; readonly at: string }

/** @returns one line for a look, one more for each change, and for a notice its panel */
export function lookLines(look: LookView, style: Style): string[] {
  const { at, verdict, services, changes, url } = look
  const answers = services.map(({ service, ms, verdict: word }) => `${service} ${ms === null ? word : `${ms} ms`}`)
  const outside = url === null ? [] : [`url ${url.verdict}`]
  const summary = line(
    segment(`${clockOf(at)} `, 'dim'),
    ...healthPieces(verdict),
    segment(`  ${[...answers, ...outside].join(', ')}`, 'dim'),
  )
  const changed = changes.map((change) => changeLine(at, change))
  return [...[summary, ...changed].map((drawn) => drawLine(drawn, whole(style))), ...noticeLines(look, style)]
}

/** @returns a line for what is no look */
export function noteLine(note: NoteView, style: Style): string {
  return drawLine(line(segment(`${clockOf(note.at)} `, 'dim'), noteSegment(note)), whole(style))
}

/** @returns what there is to say of it */
export function noteSegment(note: NoteView): Segment {
  switch (note.type) {
    case 'blind':
      return segment(`${marks.warned} could not look: ${note.error.message}`, 'warning')
    case 'healing':
      return segment(`${marks.arrow} mending, because ${note.signals.map(({ text }) => text).join(', and ')}`, 'active')
    case 'healed':
      return segment(`${marks.done} mended`, 'success')
    case 'heal-failed':
      return segment(`${marks.failed} not mended: ${note.error.message}`, 'error')
  }
}

/** A notice is shown once, when it comes: a spot instance has two minutes from then. */
export function noticeLines({ stack, instance, notice, changes }: LookView, style: Style): string[] {
  if (notice?.kind !== 'interruption' || !changes.some(({ of }) => of === 'notice')) return []
  const sentences = [
    `AWS takes the spot instance ${instance.id ?? ''} back${notice.at === null ? '' : ` at ${notice.at}`}.`,
    'It copies what services have on its disk, stops them, and gives the data back; what is on EFS is kept.',
    `gm deploy ${stack}   brings another one, with the same data and URL; --heal does it for you.`,
  ]
  return frameLines(
    [segment('Spot interruption', 'warning')],
    sentences.map((text) => line(segment(text))),
    'warning',
    style,
  )
}

/** @param foot of the picture, in its first line @returns a table of the services, and what is wrong */
export function pictureLines(look: LookView, style: Style, foot = ''): string[] {
  const { stack, at, verdict, instance, services, url, problems, signals } = look
  const head = line(
    segment(stack, 'title'),
    segment(' is '),
    ...healthPieces(verdict),
    segment(`  ${clockOf(at)}  ${foot}`.trimEnd(), 'dim'),
  )
  const rows = services.map(({ service, verdict: word, ms, consecutiveFailures, reasons }) => [
    service,
    segment(word, toneOf(word)),
    ms === null ? '-' : `${ms} ms`,
    String(consecutiveFailures),
    reasons.join('; '),
  ])
  const columns = [
    { title: 'service' },
    { title: 'health' },
    { title: 'answers', align: 'right' as const },
    { title: 'failed', align: 'right' as const },
    { title: 'why' },
  ]
  const below = [
    ...(url === null ? [] : [line(segment(url.text, 'dim'))]),
    line(segment(`${instance.id ?? 'no instance'} is ${instance.state ?? 'gone'}`, 'dim')),
    ...problems.map((text) => line(segment(`${marks.warned} ${text}`, 'warning'))),
    ...(signals.length === 0 ? [] : [line(segment(signalWords(signals), 'error'))]),
  ]
  return [
    ...rowsOf(head, style),
    '',
    ...(rows.length === 0 ? [] : [...tableLines(columns, rows, style), '']),
    ...below.flatMap((drawn) => rowsOf(drawn, style)),
  ]
}

function signalWords(signals: LookView['signals']): string {
  const texts = signals.map(({ text }) => text).join('; ')
  return signals.length === 1 ? `one signal, which is not acted upon: ${texts}` : `${signals.length} signals: ${texts}`
}

/** @returns a line for a change */
export function changeLine(at: string, { of, from, to }: LookView['changes'][number]): Line {
  return line(segment(`${clockOf(at)} `, 'dim'), segment(`${of}: ${from} ${marks.arrow} ${to}`, toneOf(to)))
}

const tones: Readonly<Record<string, Tone>> = {
  healthy: 'success',
  reached: 'success',
  critical: 'error',
  down: 'error',
  warning: 'warning',
}

function toneOf(word: string): Tone {
  return tones[word] ?? 'plain'
}

/** @returns of an ISO instant, the time of day in UTC, as every log of gm has it. */
export function clockOf(at: string): string {
  return at.slice(11, 19)
}

/** A picture that is drawn over has lines of one row each. */
function rowsOf(drawn: Line, style: Style): string[] {
  return wrapLine(drawn, style.width).map((row) => drawLine(row, style))
}

/** A log keeps whole lines. */
function whole(style: Style): Style {
  return style.screen ? style : { ...style, width: Infinity }
}
