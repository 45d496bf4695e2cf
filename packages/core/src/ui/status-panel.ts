// A stack as `gm status` shows it: every service with its health, the public URL from here, and what is wrong.
import { segment, type Line } from './line.js'
import { frameLines } from './frame.js'
import { healthPieces, type HealthWord, joined, labelled, labelledText, storageLines, warningLines } from './panel.js'
import type { StorageRow } from './storage-words.js'
import type { Style } from './style.js'

/** What is shown of a stack. */
export interface StatusView {
  readonly stack: string
  readonly status: string
  readonly healthy: boolean
  readonly url: string | null
  /** One sentence about the public URL. */
  readonly reach: string | null
  readonly instance: string | null
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
    place(view, style),
    services(view, style),
    storageLines(view.storage),
    warningLines([...view.problems, ...view.warnings], style),
  ]
  return frameLines(title, joined(sections), view.healthy ? 'success' : 'error', style)
}

/** What a run has left half done is neither well nor ill. */
function healthOf({ status, healthy }: StatusView): string {
  if (['creating', 'updating', 'rolling_back', 'destroying'].includes(status)) return 'not finished'
  return healthy ? 'healthy' : 'not healthy'
}

function place({ url, reach, instance }: StatusView, style: Style): Line[] {
  return [
    ...(url === null ? [] : [labelled('Open', segment(url, 'link'))]),
    ...(reach === null ? [] : labelledText('', reach, 'dim', style)),
    ...(instance === null ? [] : [labelled('Instance', segment(instance))]),
  ]
}

function services({ services: rows }: StatusView, style: Style): Line[] {
  const width = Math.max(...rows.map(({ service }) => service.length), 0)
  return rows.flatMap(({ service, verdict, ms, reasons }, index) => {
    const answer = ms === undefined ? '' : `  ${ms} ms`
    const head = labelled(
      index === 0 ? 'Services' : '',
      segment(`${service.padEnd(width)}  `),
      ...healthPieces(verdict),
      segment(answer, 'dim'),
    )
    return [head, ...reasons.flatMap((reason) => labelledText('', reason, 'warning', style))]
  })
}
