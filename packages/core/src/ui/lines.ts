// Progress where nothing can be drawn over: one line for each event that matters to somebody who reads a log later.
import type { RunEvent } from '@geuse/plugin-api'
import { formatDuration } from './duration.js'
import type { Progress } from './progress-contract.js'
import { paint, type Style } from './style.js'
import { fold, noRun, waitsFor, type NodeView, type RunView } from './view.js'

/** Nodes expected to take longer, in seconds, are announced when they start. */
const longSeconds = 10

/**
 * @param write takes a line without its end
 * @param style how to paint it
 * @returns a listener
 */
export function makeLines(write: (text: string) => void, style: Style): Progress {
  let view: RunView = noRun
  return {
    id: 'lines',
    listen: (event) => {
      const before = view
      view = fold(view, event)
      const text = lineOf(event, before, style)
      if (text !== undefined) write(`${event.at.slice(11, 19)} ${text}`)
    },
    stop: () => undefined,
    say: write,
  }
}

/**
 * @param event what happened
 * @param before the run as it stood before
 * @param style how to paint it
 * @returns what there is to say about it, if anything
 */
function lineOf(event: RunEvent, before: RunView, style: Style): string | undefined {
  switch (event.type) {
    case 'run.started':
      return `${event.operation} ${event.stack}: ${event.nodes.length} steps, run ${event.run}`
    case 'run.finished':
      return endOf(event, before, style)
    default:
      return 'node' in event ? nodeLine(event, before, style) : undefined
  }
}

type NodeEvent = Extract<RunEvent, { readonly node: string }>

function nodeLine(event: NodeEvent, before: RunView, style: Style): string | undefined {
  const said = sayingOf(event, before, style)
  return said === undefined ? undefined : `${event.stage.padEnd(8)} ${event.node}: ${said}`
}

function sayingOf(event: NodeEvent, before: RunView, style: Style): string | undefined {
  const node = before.nodes.find(({ id }) => id === event.node)
  switch (event.type) {
    case 'node.started':
      return (node?.seconds ?? 0) >= longSeconds
        ? `started, takes about ${formatDuration((node?.seconds ?? 0) * 1000)}`
        : undefined
    case 'node.noted':
      return noteOf(event, node)
    case 'node.finished':
      return `${paint(style, 'success', event.outcome)}${event.label === undefined ? '' : ` ${event.label}`} (${formatDuration(event.ms)})`
    case 'node.failed':
      return paint(
        style,
        'error',
        `FAILED after ${formatDuration(event.ms)}: ${event.error.message} [${event.error.code}]`,
      )
    case 'node.skipped':
      return `skipped: ${event.reason}`
    default:
      return undefined
  }
}

/** A part is told when it has come to its end. */
function noteOf({ text, parts = [] }: Extract<RunEvent, { type: 'node.noted' }>, node?: NodeView): string | undefined {
  const before = node?.note === text ? (node.parts ?? []) : []
  const ended = parts.filter(
    ({ name, state }) =>
      (state === 'ok' || state === 'failed') && before.find((part) => part.name === name)?.state !== state,
  )
  if (ended.length > 0) return `${text}: ${ended.map(({ name, state }) => `${name} ${state}`).join(', ')}`
  return node?.note === text ? undefined : text
}

function endOf(event: Extract<RunEvent, { type: 'run.finished' }>, view: RunView, style: Style): string {
  const tone = event.outcome === 'succeeded' ? 'success' : 'error'
  const head = `${event.operation} ${event.stack} ${paint(style, tone, event.outcome)} after ${formatDuration(event.ms)}`
  const open = view.nodes.filter(({ status }) => status === 'waiting')
  if (event.outcome === 'succeeded' || open.length === 0) return head
  return `${head}; not started: ${open.map((node) => [node.id, ...waitsFor(view, node).slice(0, 1)].join(' after ')).join(', ')}`
}
