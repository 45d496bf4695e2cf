// The picture of a run as lines of text: stages with their nodes, what each waits for, how long each took. Pure: the
// same view, size and instant give the same lines.
import type { NodeOutcome } from '@geuse/plugin-api'
import { formatDuration } from './duration.js'
import { drawLine, line, piece, type Line, type Piece } from './line.js'
import { remaining } from './remaining.js'
import { emojiFor, marks, type Look, type Style } from './style.js'
import { byStage, countNodes, elapsed, waitsFor, type NodeView, type RunView, type StageView } from './view.js'
import { displayWidth, pad } from './width.js'

/** Everything that a frame depends on beside the run. */
export interface Frame {
  readonly style: Style
  /** Rows that the frame may take; Infinity for what stays on the screen at the end. */
  readonly rows: number
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Stands at the foot instead of the usual hint. */
  readonly said?: string
}

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const

/**
 * @param view the run
 * @param frame size, style and instant
 * @returns lines for the terminal, at most `rows`
 */
export function treeLines(view: RunView, frame: Frame): string[] {
  const head = [headLine(view, frame), line()]
  const foot = view.outcome === undefined && frame.rows < Infinity ? [line(), footLine(view, frame)] : []
  const body = fitBody(view, frame, frame.rows - head.length - foot.length)
  return [...head, ...body, ...foot].slice(0, Math.max(1, frame.rows)).map((drawn) => drawLine(drawn, frame.style))
}

/** What a frame leaves out: stages of which only the heading stands, and nodes by where they stand. */
interface Cut {
  readonly folded: ReadonlySet<StageView>
  readonly hidden: ReadonlySet<NodeView['status']>
}

/** Detail that goes where rows are short, in this order, until the rest fits. */
function fitBody(view: RunView, frame: Frame, rows: number): Line[] {
  const stages = byStage(view)
  const calm = (status: NodeView['status']): StageView[] =>
    stages.filter(({ nodes }) => nodes.every((node) => node.status === status))
  const foldable = [...calm('finished'), ...calm('waiting').toReversed()]
  const cut = (count: number, ...hidden: readonly NodeView['status'][]): Cut => ({
    folded: new Set(foldable.slice(0, count)),
    hidden: new Set(hidden),
  })
  const all = foldable.length
  const folds = Array.from({ length: all + 1 }, (_, count) => cut(count))
  const cuts = [...folds, cut(all, 'finished', 'skipped'), cut(all, 'finished', 'skipped', 'waiting')]
  let last: Line[] = []
  for (const left of cuts) {
    last = stages.flatMap((stage) => stageLines(view, stage, frame, left))
    if (last.length <= rows) return last
  }
  const kept = last.slice(0, Math.max(0, rows - 1))
  return [...kept, line(piece(`   … ${last.length - kept.length} more`, 'quiet'))]
}

function headLine(view: RunView, { style, now }: Frame): Line {
  const { total, finished } = countNodes(view.nodes)
  const took = view.ms ?? now - view.startedAt
  const left = [piece(` ${emojiFor(style, view.operation)}`), piece(`${view.operation} `), piece(view.stack, 'title')]
  const bar = style.width >= 72 ? [...progressBar(finished, total, 20), piece('  ')] : []
  const time = piece(`  ${formatDuration(wholeSeconds(took))}`, 'quiet')
  return {
    left,
    right: [...bar, ...outcomePiece(view), piece(`${finished}/${total}`), time, ...leftOver(view, style, now)],
  }
}

function outcomePiece({ outcome }: RunView): Piece[] {
  return outcome === undefined || outcome === 'succeeded' ? [] : [piece(`${outcome}  `, 'bad')]
}

function leftOver(view: RunView, style: Style, now: number): Piece[] {
  const ms = view.outcome === undefined ? remaining(view, now) : 0
  if (ms === 0 || style.width < 60) return []
  const guess = ms < 90_000 ? `${Math.ceil(ms / 10_000) * 10} s` : `${Math.round(ms / 60_000)} min`
  return [piece(`  ~${guess} left`, 'quiet')]
}

function progressBar(done: number, total: number, width: number): Piece[] {
  const full = total === 0 ? 0 : Math.floor((done / total) * width)
  return [piece('━'.repeat(full), 'good'), piece('─'.repeat(width - full), 'quiet')]
}

function footLine(view: RunView, { said }: Frame): Line {
  if (said !== undefined) return line(piece(` ${said}`, 'worry'))
  return line(piece(` Ctrl-C stops safely; gm ${view.operation} ${view.stack} goes on from there.`, 'quiet'))
}

function stageLines(view: RunView, stage: StageView, frame: Frame, cut: Cut): Line[] {
  const head = stageLine(stage, frame)
  if (cut.folded.has(stage)) return [head]
  const width = Math.min(28, Math.max(...view.nodes.map(({ id }) => displayWidth(id))))
  return [
    head,
    ...stage.nodes.filter(({ status }) => !cut.hidden.has(status)).map((node) => nodeLine(view, node, frame, width)),
  ]
}

function stageLine({ stage, nodes }: StageView, { style, now }: Frame): Line {
  const { total, finished, waiting } = countNodes(nodes)
  const [mark, look] = markOfStage(nodes, now)
  const count = total === finished ? `${total}` : `${finished}/${total}`
  const name = piece(stage, waiting === total ? 'quiet' : 'title')
  return line(piece(` ${mark} `, look), piece(emojiFor(style, stage)), name, piece(`  ${count}`, 'quiet'))
}

function markOfStage(nodes: readonly NodeView[], now: number): [string, Look] {
  const { total, finished, failed, skipped, waiting } = countNodes(nodes)
  if (failed > 0) return marked('failed', 'bad')
  if (skipped === total) return marked('skipped', 'quiet')
  if (finished + skipped === total) return marked('done', 'good')
  return waiting === total ? marked('waiting', 'quiet') : [spin(now), 'busy']
}

function marked(name: keyof typeof marks, look: Look): [string, Look] {
  return [marks[name], look]
}

function nodeLine(view: RunView, node: NodeView, { style, now }: Frame, width: number): Line {
  const took = elapsed(view, node, now)
  const [mark, look] = markOf(node, view, now)
  const name = piece(
    `${pad(node.id, width)}  `,
    node.status === 'waiting' || node.status === 'skipped' ? 'quiet' : 'plain',
  )
  const left = [piece(`   ${mark} `, look), name, sayings[node.status](view, node)]
  const time = took === undefined ? '' : formatDuration(node.status === 'running' ? wholeSeconds(took) : took)
  return time === '' || style.width < 40 ? { left } : { left, right: [piece(time, 'quiet')] }
}

function markOf(node: NodeView, view: RunView, now: number): [string, Look] {
  if (node.status === 'finished') return marked('done', 'good')
  if (node.status === 'failed') return marked('failed', 'bad')
  if (node.status === 'skipped') return marked('skipped', 'quiet')
  return node.status === 'running' && view.outcome === undefined ? [spin(now), 'busy'] : marked('waiting', 'quiet')
}

const outcomes: Readonly<Record<NodeOutcome, string>> = {
  created: '',
  found: 'was there',
  updated: 'changed',
  replaced: 'replaced',
  passed: '',
  destroyed: 'deleted',
  gone: 'was gone',
}

const sayings: Readonly<Record<NodeView['status'], (view: RunView, node: NodeView) => Piece>> = {
  failed: (_view, { error }) => piece(error?.message ?? 'failed', 'bad'),
  skipped: (_view, { reason }) => piece(reason ?? 'skipped', 'quiet'),
  running: (_view, { note }) => piece(note ?? ''),
  waiting: (view, node) => piece(view.outcome === undefined ? waiting(view, node) : 'not started', 'quiet'),
  finished: (_view, { label = '', outcome = 'passed' }) =>
    piece([label, outcomes[outcome]].filter((part) => part !== '').join('  '), 'quiet'),
}

function waiting(view: RunView, node: NodeView): string {
  const open = waitsFor(view, node)
  if (open.length === 0) return 'next'
  const rest = open.length > 2 ? ` and ${open.length - 2} more` : ''
  return `waits for ${open.slice(0, 2).join(', ')}${rest}`
}

function spin(now: number): string {
  return spinner[Math.floor(now / 100) % spinner.length] ?? spinner[0]
}

function wholeSeconds(ms: number): number {
  return ms < 1000 ? 0 : Math.floor(ms / 1000) * 1000
}
