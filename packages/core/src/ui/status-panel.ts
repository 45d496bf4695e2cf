// A stack as `gm status` shows it: every service with its health, the public URL from here, and what is wrong.
import type { DnsRecord } from '@geuse/plugin-api'
import { frameLines } from './frame.js'
import { labelled, segment, type Line } from './line.js'
import { dnsLines, healthPieces, type HealthWord, joined, warningLines } from './panel.js'
import { storageLines, type StorageRow } from './storage-words.js'
import type { Style } from './style.js'

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
  /** The record that leads the person's own domain to the stack. */
  readonly dns?: DnsRecord | undefined
  readonly services: readonly {
    readonly service: string
    readonly verdict: HealthWord
    readonly ms?: number
    readonly reasons: readonly string[]
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
    ...(view.status === 'destroyed' ? [] : [segment(`, ${healthOf(view)}`, view.healthy ? 'success' : 'error')]),
  ]
  const sections = [
    place(view),
    services(view),
    storageLines(view.storage),
    warningLines([...view.problems, ...view.warnings]),
  ]
  return frameLines(title, joined(sections), view.healthy ? 'success' : 'error', style)
}

/** What a run has left half done is neither well nor ill. */
function healthOf({ openRun, healthy }: StatusView): string {
  return openRun ?? (healthy ? 'healthy' : 'not healthy')
}

function place({ url, reach, instance, dns }: StatusView): Line[] {
  return [
    ...(url === null ? [] : [labelled('Open', segment(url, 'link'))]),
    ...(reach === null ? [] : [labelled('', segment(reach, 'dim'))]),
    ...dnsLines(dns),
    ...(instance === null ? [] : [labelled('Instance', segment(instance))]),
  ]
}

function services({ services: rows }: StatusView): Line[] {
  const width = Math.max(...rows.map(({ service }) => service.length), 0)
  return rows.flatMap(({ service, verdict, ms, reasons }, index) => {
    const answer = ms === undefined ? '' : `  ${ms} ms`
    const head = labelled(
      index === 0 ? 'Services' : '',
      segment(`${service.padEnd(width)}  `),
      ...healthPieces(verdict),
      segment(answer, 'dim'),
    )
    return [head, ...reasons.map((reason) => labelled('', segment(reason, 'warning')))]
  })
}
