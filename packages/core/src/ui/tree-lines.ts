// The picture of a run as lines of text: stages with their nodes, what each waits for, how long each took. Pure: the
// same view, size and instant give the same lines.
import type { NodeOutcome, NodePart, Stage } from '@geuse/plugin-api'
import { artLines, type ArtName } from './art.js'
import { formatDuration } from './duration.js'
import { drawLine, line, lineWidth, segment, wrapLine, type Line, type Segment } from './line.js'
import { remaining } from './remaining.js'
import { emojiFor, marks, type Tone, type Style } from './style.js'
import { byStage, countNodes, elapsed, isOver, waitsFor, type NodeView, type RunView, type StageView } from './view.js'
import { whatStops } from './what-stops.js'
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
  const head = [headLine(view, frame), ...(frame.style.compact ? [] : [line()])]
  const foot = frame.rows < Infinity ? footLines(view, frame) : []
  const body = fitBody(view, frame, frame.rows - head.length - foot.length)
  const lines = [...head, ...body, ...foot].slice(0, Math.max(1, frame.rows))
  return [...lines.map((drawn) => drawLine(drawn, frame.style)), ...pictureBelow(view, frame, lines.length)]
}

/** The picture of what is at work, where the screen has rows left for it. */
function pictureBelow(view: RunView, { style, rows }: Frame, taken: number): string[] {
  if (rows === Infinity) return []
  const name = pictureOf(view)
  const picture = name === undefined ? [] : artLines(name, style)
  return picture.length > 0 && taken + picture.length + 1 <= rows ? ['', ...picture] : []
}

const stagePictures = {
  network: 'vpc_discovery',
  security: 'security_group',
  storage: 'efs_creation',
  instance: 'ec2_launch',
  services: 'docker_startup',
  health: 'health_check',
} as const satisfies Record<Stage, ArtName>

function pictureOf(view: RunView): ArtName | undefined {
  if (view.operation === 'rollback' || view.operation === 'destroy') return view.operation
  // The last of those under way: the ones before it have been looked at.
  const atWork = byStage(view).filter(({ nodes }) => nodes.some(({ status }) => status === 'running'))
  const last = atWork.at(-1)
  return last === undefined ? undefined : stagePictures[last.stage]
}

/** What a frame leaves out: stages of which only the heading stands, and nodes by where they stand. */
interface Cut {
  readonly folded: ReadonlySet<StageView>
  readonly hidden: ReadonlySet<NodeView['status']>
  /** Parts of the nodes that are at work. */
  readonly parts: boolean
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
    parts: false,
  })
  const all = foldable.length
  const withParts = Array.from({ length: all + 1 }, (_, count) => ({ ...cut(count), parts: true }))
  const folds = [...withParts, cut(all)]
  const cuts = [...folds, cut(all, 'finished', 'skipped'), cut(all, 'finished', 'skipped', 'waiting')]
  let last: Line[] = []
  for (const left of cuts) {
    last = stages.flatMap((stage) => stageLines(view, stage, frame, left))
    if (last.length <= rows) return last
  }
  const kept = last.slice(0, Math.max(0, rows - 1))
  return [...kept, line(segment(`   … ${last.length - kept.length} more`, 'dim'))]
}

/** Columns of the numbers beside the bar: wide enough for all of them, so that the bar stays where it is. */
const numbersWidth = 32

function headLine(view: RunView, { style, now }: Frame): Line {
  const { total, finished } = countNodes(view.nodes)
  const took = view.ms ?? now - view.startedAt
  const left = [
    segment(` ${emojiFor(style, view.operation)}`),
    segment(`${view.operation} `),
    segment(view.stack, 'title'),
  ]
  const time = segment(`  ${formatDuration(wholeSeconds(took))}`, 'dim')
  const numbers = [...outcomePiece(view), segment(`${finished}/${total}`), time, ...leftOver(view, style, now)]
  if (style.width < 72) return { left, right: numbers }
  const rest = segment(' '.repeat(Math.max(0, numbersWidth - lineWidth(line(...numbers)))))
  return { left, right: [...progressBar(finished, total, 20), segment('  '), ...numbers, rest] }
}

function outcomePiece({ outcome }: RunView): Segment[] {
  return outcome === undefined || outcome === 'succeeded' ? [] : [segment(`${outcome}  `, 'error')]
}

function leftOver(view: RunView, style: Style, now: number): Segment[] {
  const ms = view.outcome === undefined ? remaining(view, now) : 0
  if (ms === 0 || style.width < 60) return []
  const guess = ms < 90_000 ? `${Math.ceil(ms / 10_000) * 10} s` : `${Math.round(ms / 60_000)} min`
  return [segment(`  ~${guess} left`, 'dim')]
}

function progressBar(done: number, total: number, width: number): Segment[] {
  const full = total === 0 ? 0 : Math.floor((done / total) * width)
  return [segment('━'.repeat(full), 'success'), segment('─'.repeat(width - full), 'dim')]
}

/** How to stop, for as long as there is something to stop. */
function footLines(view: RunView, { said }: Frame): Line[] {
  if (view.outcome !== undefined) return []
  if (said !== undefined) return [line(), line(segment(` ${said}`, 'warning'))]
  if (view.nodes.every(isOver)) return []
  return [line(), line(segment(` Ctrl-C stops ${whatStops(view)}.`, 'dim'))]
}

function stageLines(view: RunView, stage: StageView, frame: Frame, cut: Cut): Line[] {
  const head = stageLine(stage, frame)
  if (cut.folded.has(stage)) return [head]
  const width = Math.min(28, Math.max(...view.nodes.map(({ id }) => displayWidth(id))))
  return [
    head,
    ...stage.nodes
      .filter(({ status }) => !cut.hidden.has(status))
      .flatMap((node) => [...nodeLines(view, node, frame, width), ...(cut.parts ? partLines(node, frame) : [])]),
  ]
}

function stageLine({ stage, nodes }: StageView, { style, now }: Frame): Line {
  const { total, finished, waiting } = countNodes(nodes)
  const [mark, tone] = markOfStage(nodes, now)
  const count = total === finished ? `${total}` : `${finished}/${total}`
  const name = segment(stage, waiting === total ? 'dim' : 'title')
  return line(segment(` ${mark} `, tone), segment(emojiFor(style, stage)), name, segment(`  ${count}`, 'dim'))
}

function markOfStage(nodes: readonly NodeView[], now: number): [string, Tone] {
  const { total, finished, failed, skipped, waiting } = countNodes(nodes)
  if (failed > 0) return marked('failed', 'error')
  if (skipped === total) return marked('skipped', 'dim')
  if (finished + skipped === total) return marked('done', 'success')
  return waiting === total ? marked('waiting', 'dim') : [spin(now), 'active']
}

function marked(name: keyof typeof marks, tone: Tone): [string, Tone] {
  return [marks[name], tone]
}

/** Ids and addresses are made to be copied: where one does not fit beside the name it has a line of its own. */
function nodeLines(view: RunView, node: NodeView, { style, now }: Frame, width: number): Line[] {
  const took = elapsed(view, node, now)
  const [mark, tone] = markOf(node, view, now)
  const name = segment(
    `${pad(node.id, width)}  `,
    node.status === 'waiting' || node.status === 'skipped' ? 'dim' : 'plain',
  )
  const text = statusTexts[node.status](view, node)
  const time = took === undefined ? '' : formatDuration(node.status === 'running' ? wholeSeconds(took) : took)
  const right = time === '' || style.width < 40 ? [] : [segment(time, 'dim')]
  const head = [segment(`   ${mark} `, tone), name]
  const whole = lineWidth(line(...head, text, segment(' '), ...right))
  if (whole <= style.width || node.status !== 'finished') return [{ left: [...head, text], right }]
  return [{ left: head, right }, ...wrapLine({ ...line(segment('     '), text), indent: 5 }, style.width)]
}

/** What a node is at, part by part. */
function partLines(node: NodeView, { now }: Frame): Line[] {
  if (node.status !== 'running') return []
  return (node.parts ?? []).map(({ name, state }) => {
    const [mark, tone] = partMarks[state] ?? [spin(now), 'active']
    return line(segment(`       ${mark} `, tone), segment(name, state === 'running' ? 'plain' : 'dim'))
  })
}

const partMarks: Readonly<Partial<Record<NodePart['state'], [string, Tone]>>> = {
  waiting: [marks.waiting, 'dim'],
  ok: [marks.done, 'success'],
  failed: [marks.failed, 'error'],
}

function markOf(node: NodeView, view: RunView, now: number): [string, Tone] {
  if (node.status === 'finished') return marked('done', 'success')
  if (node.status === 'failed') return marked('failed', 'error')
  if (node.status === 'skipped') return marked('skipped', 'dim')
  return node.status === 'running' && view.outcome === undefined ? [spin(now), 'active'] : marked('waiting', 'dim')
}

const outcomes: Readonly<Record<NodeOutcome, string>> = {
  created: '',
  found: 'was there',
  updated: 'changed',
  replaced: 'replaced',
  passed: '',
  stopped: 'stopped',
  destroyed: 'deleted',
  gone: 'was gone',
}

const statusTexts: Readonly<Record<NodeView['status'], (view: RunView, node: NodeView) => Segment>> = {
  failed: (_view, { error }) => segment(error?.message ?? 'failed', 'error'),
  skipped: (_view, { reason }) => segment(reason ?? 'skipped', 'dim'),
  running: (_view, { note = '', parts = [] }) => segment(`${note}${countOf(parts)}`),
  waiting: (view, node) => segment(view.outcome === undefined ? waiting(view, node) : 'not started', 'dim'),
  finished: (_view, { label = '', outcome = 'passed' }) =>
    segment([label, outcomes[outcome]].filter((part) => part !== '').join('  '), 'dim'),
}

function countOf(parts: readonly NodePart[]): string {
  return parts.length === 0 ? '' : `, ${parts.filter(({ state }) => state === 'ok').length} of ${parts.length}`
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
