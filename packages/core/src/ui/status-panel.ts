// A stack as `gm status` shows it: every service with its health, the public URL from here, and what is wrong.
import type { DnsRecord } from '@geuse/plugin-api'
import { frameLines } from './frame.js'
import { labelled, segment, type Line } from './line.js'
import { dnsLines, healthPieces, type HealthWord, joined, warningLines } from './panel.js'
import { storageLines, type StorageRow } from './storage-words.js'
import type { Style } from './style.js'
import { displayWidth, pad } from './width.js'

/** What is shown of a stack. */
export interface StatusView {
  readonly stack: string
  readonly status: string
  /** What became of a run that has not ended. */
  readonly openRun: 'interrupted' | 'at work' | null
  readonly healthy: boolean
  readonly url: string | null
  /** One sentence about the public URL. */
  readonly reach: string | null
  readonly instance: string | null
  /** How far it is, where it is not ready. */
  readonly boot: {
    readonly state: string
    readonly phase: string | null
    readonly reason: string | null
    readonly progress: { readonly done: number; readonly of: number } | null
  } | null
  /** The record that leads the person's own domain to the stack. */
  readonly dns?: DnsRecord | undefined
  readonly services: readonly {
    readonly service: string
    readonly verdict: HealthWord
    readonly ms?: number
    readonly reasons: readonly string[]
    /** Where its data is. */
    readonly data: string
  }[]
  /** Jobs that have not ended well, or not yet. */
  readonly jobs: readonly {
    readonly service: string
    readonly job: string
    readonly state: string
    readonly percent: number | null
    readonly text: string | null
  }[]
  readonly storage: readonly StorageRow[]
  readonly problems: readonly string[]
  /** What is not wrong, and must not be overlooked. */
  readonly warnings: readonly string[]
}

/**
 * @param view what is shown
 * @param style how to paint it
 * @returns lines for the terminal
 */
export function statusLines(view: StatusView, style: Style): string[] {
  const title = [
    segment(view.stack, 'title'),
    segment(` is ${view.status}`),
    ...(atRest.includes(view.status) && view.healthy
      ? []
      : [segment(`, ${healthOf(view)}`, view.healthy ? 'success' : 'error')]),
  ]
  const sections = [
    place(view),
    services(view),
    jobLines(view),
    storageLines(view.storage),
    warningLines([...view.problems, ...view.warnings]),
  ]
  return frameLines(title, joined(sections), view.healthy ? 'success' : 'error', style)
}

/** Where nobody is to be well. */
const atRest = ['stopped', 'destroyed']

/** What a run has left half done is neither well nor ill. */
function healthOf({ openRun, healthy }: StatusView): string {
  return openRun ?? (healthy ? 'healthy' : 'not healthy')
}

function place({ url, reach, instance, boot, dns }: StatusView): Line[] {
  return [
    ...(url === null ? [] : [labelled('Open', segment(url, 'link'))]),
    ...(reach === null ? [] : [labelled('', segment(reach, 'dim'))]),
    ...dnsLines(dns),
    ...(instance === null ? [] : [labelled('Instance', segment(instance))]),
    ...bootLines(boot),
  ]
}

function bootLines(boot: StatusView['boot']): Line[] {
  if (boot === null || boot.state === 'ready') return []
  const { state, phase, reason, progress } = boot
  const count = progress === null ? '' : `, ${progress.done} of ${progress.of}`
  const where = phase === null || phase === state ? '' : ` in ${phase}${count}`
  const tone = state === 'failed' ? 'error' : 'active'
  return [labelled('Boot', segment(`${state}${where}`, tone), segment(reason === null ? '' : `: ${reason}`, 'warning'))]
}

/** Columns that line up: health, latency, where the data is. */
function services({ services: rows }: StatusView): Line[] {
  const wide = (texts: readonly string[]): number => Math.max(...texts.map(displayWidth), 0)
  const answers = rows.map(({ ms }) => (ms === undefined ? '' : `${ms} ms`))
  const [name, health, answer] = [
    wide(rows.map((row) => row.service)),
    wide(rows.map((row) => row.verdict)),
    wide(answers),
  ]
  return rows.flatMap(({ service, verdict, reasons, data }, index) => {
    const head = labelled(
      index === 0 ? 'Services' : '',
      segment(`${pad(service, name)}  `),
      ...healthPieces(verdict),
      segment(
        `${' '.repeat(health - verdict.length)}  ${pad(answers[index] ?? '', answer, 'right')}  ${data}`.trimEnd(),
        'dim',
      ),
    )
    return [head, ...reasons.map((reason) => labelled('', segment(reason, 'warning')))]
  })
}

function jobLines({ jobs }: StatusView): Line[] {
  return jobs.map(({ service, job, state, percent, text }, index) => {
    const at = [percent === null ? '' : `${percent} %`, text ?? ''].filter((part) => part !== '').join('  ')
    const tone = state === 'failed' ? 'error' : 'active'
    return labelled(
      index === 0 ? 'Jobs' : '',
      segment(`${service} ${job}  `),
      segment(state, tone),
      segment(at === '' ? '' : `  ${at}`, 'dim'),
    )
  })
}
