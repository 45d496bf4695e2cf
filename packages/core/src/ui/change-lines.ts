// What a plan changes of what is there, thing by thing, as every screen that shows a plan tells it.
import type { PlannedAction } from '@geuse/plugin-api'
import { labelled, segment, type Line, type Segment } from './line.js'
import { marks, type Tone } from './style.js'
import type { askedChange } from '../output/plan.js'
import type { planShape } from '../output/run.js'
import type { Told } from '../output/told.js'

/** What was asked for otherwise than it was. */
export type AskedChange = Told<typeof askedChange>

type ShownPlan = Told<typeof planShape>

/** What changes. */
export interface Changes {
  readonly different: readonly AskedChange[]
  readonly plan: ShownPlan
}

const changing: readonly (readonly [PlannedAction, string, Tone])[] = [
  ['repair', 'Mends', 'warning'],
  ['update', 'Changes', 'active'],
  ['replace', 'Replaces', 'warning'],
  ['delete', 'Removes', 'warning'],
  ['refused', 'Refuses', 'error'],
]

/**
 * @returns what was asked for otherwise, and what that means for each thing; what somebody took away by hand; nothing
 *   where nothing changes
 */
export function changeLines({ different, plan: { steps: all } }: Changes): Line[] {
  const asked = different.map(({ key, from, to }) => [segment(key), ...fromTo(from, to)])
  const lost = all.flatMap(({ node, lost: thing }) =>
    thing === undefined ? [] : [[segment(node, 'warning'), segment(`: ${thing} is gone, another one is made`, 'dim')]],
  )
  const rows = changing.map(([action, label, tone]) => {
    const lines = all.filter((step) => step.action === action).map((step) => changeOf(step, tone))
    return [label, action === 'repair' ? [...lost, ...lines] : lines] as const
  })
  return [['Asked', asked] as const, ...rows].flatMap(([label, lines]) =>
    lines.map((segments, index) => labelled(index === 0 ? label : '', ...segments)),
  )
}

function changeOf({ node, type, changes }: ShownPlan['steps'][number], tone: Tone): Segment[] {
  if (changes.length === 0) return [segment(node, tone), segment(` (${type})`, 'dim')]
  const parts = changes.flatMap(({ field, from, to }, index) => [
    segment(`${index === 0 ? ': ' : '; '}${field}`),
    ...fromTo(from, to),
  ])
  return [segment(node, tone), ...parts]
}

function fromTo(from: unknown, to: unknown): Segment[] {
  return [segment(` ${shortly(from)} ${marks.arrow} ${shortly(to)}`, 'dim')]
}

/** Longest value that is shown as it is. */
const longest = 60

/** @returns a value as a screen has room for it */
export function shortly(value: unknown): string {
  const text = textOf(value)
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

function textOf(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none'
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
