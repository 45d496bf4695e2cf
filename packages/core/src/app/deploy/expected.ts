// What a plan means for whoever waits for it and for whoever has to allow it: how long it takes at least, and which
// actions of IAM it needs.
import type { Needs, Plan, PlannedStep } from '@geuse/plugin-api'
import type { Registry } from '../../contributions/index.js'
import { criticalPath } from '../../engine/critical-path.js'
import type { Step } from '../../engine/graph.js'
import { actionsOf } from '../iam/actions.js'
import { resourceFinder } from '../run/resource-owners.js'

/** How long a plan takes, as its resources expect it. */
export interface ExpectedTime {
  /** Of the longest chain: what no parallelism shortens. */
  readonly seconds: number
  /** Nodes of that chain, the first one first. */
  readonly path: readonly string[]
}

/** @returns how long a plan takes; what is there already takes no time */
export function expectedTime(steps: readonly Step[], plan: Plan): ExpectedTime {
  const planned = new Map(plan.steps.map((step) => [step.node, step]))
  const isBusy = (id: string): boolean => !isAtRest(planned.get(id))
  const chain = criticalPath(
    steps.map((step) => ({ id: step.id, deps: step.deps, duration: secondsOf(step, planned.get(step.id), isBusy) })),
  )
  const took = new Map(steps.map((step) => [step.id, secondsOf(step, planned.get(step.id), isBusy)]))
  return { seconds: chain.duration, path: chain.ids.filter((id) => (took.get(id) ?? 0) > 0) }
}

/** A check waits for what was just made or changed; for the rest it only looks. */
function secondsOf(step: Step, planned: PlannedStep | undefined, isBusy: (id: string) => boolean): number {
  if (step.kind === 'check') return step.standsOn.some(isBusy) ? step.check.seconds : 0
  const { create, update, destroy } = step.resource.seconds
  const toCreate = typeof create === 'number' ? create : 0
  switch (planned?.action) {
    case 'create':
      return toCreate
    case 'update':
      return update ?? toCreate
    case 'replace':
      return destroy + toCreate
    default:
      return 0
  }
}

/** @returns whether a step does nothing */
export function isAtRest(step: PlannedStep | undefined): boolean {
  return step === undefined || ['keep', 'check'].includes(step.action)
}

/** What a plan is made of. */
export interface PlannedSteps {
  readonly needs: Needs
  readonly steps: readonly Step[]
  readonly plan: Plan
}

/** @returns the actions of IAM that a plan needs of whoever carries it out, in alphabetical order */
export function neededActions(registry: Registry, { needs, steps, plan }: PlannedSteps): string[] {
  const find = resourceFinder(registry)
  const removed = plan.steps.flatMap(({ type }) => find(type)?.resource.iam ?? [])
  return actionsOf(needs, steps, removed)
}
