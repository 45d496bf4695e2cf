// The walk over a graph, for every operation that has one: outputs are handed from step to step, checks are run, what
// is never started is told.
import type { NodeOutcome, PlannedNode } from '@geuse/plugin-api'
import { type ChangePolicy, ensure } from './ensure.js'
import type { CheckStep, Step } from './graph.js'
import type { RunContext } from './run-context.js'
import { type NodeResult, runNode } from './run-node.js'
import { throwIfFailed } from './run-operation.js'
import { walk } from './walk.js'

/** @returns a step as a run announces it */
export function plannedNode(step: Step): PlannedNode {
  const { id, deps } = step
  if (step.kind === 'check')
    return { id, deps, type: step.check.type, stage: step.check.stage, seconds: step.check.seconds }
  const { type, stage, seconds } = step.resource
  return { id, deps, type, stage, seconds: typeof seconds.create === 'number' ? seconds.create : 0 }
}

/** What a walk over a graph came to. */
export interface Walked {
  /** What was done to each resource. */
  readonly outcomes: ReadonlyMap<string, NodeOutcome>
  /** What the checks found, by node. */
  readonly answers: Readonly<Record<string, unknown>>
  /** How long each step took, in milliseconds. */
  readonly durations: ReadonlyMap<string, number>
}

/**
 * Ensures every resource of a graph and runs its checks.
 * @param policy what becomes of nodes that are ready and wanted otherwise
 * @throws GmError when a step failed or the run was interrupted, after what was in flight has finished
 */
export async function walkSteps(run: RunContext, steps: readonly Step[], policy: ChangePolicy): Promise<Walked> {
  const made = new Map<string, unknown>()
  const outcomes = new Map<string, NodeOutcome>()
  const work = steps.map((step) => ({ ...plannedNode(step), step }))
  const result = await walk(
    work.map((item) => ({ ...item, duration: item.seconds })),
    async ({ id, step }) => {
      if (step.kind === 'check') return keep(id, await runCheck(run, step, made))
      const { value, ms } = await ensure(run, step, made, policy)
      outcomes.set(id, value.outcome)
      return keep(id, { value: value.outputs, ms })
    },
    { concurrency: run.deps.concurrency, stopped: () => run.deps.signal.aborted, goOnAfterFailure: false },
  )
  for (const { id, stage } of work.filter((node) => result.skipped.includes(node.id)))
    run.emit({ type: 'node.skipped', node: id, stage, reason: 'the run ended before it' })
  throwIfFailed(run, result)
  const checks = steps.filter(({ kind }) => kind === 'check')
  return { outcomes, answers: Object.fromEntries(checks.map(({ id }) => [id, made.get(id)])), durations: result.done }

  function keep(id: string, { value, ms }: NodeResult<unknown>): number {
    made.set(id, value)
    return ms
  }
}

function runCheck(run: RunContext, step: CheckStep, made: ReadonlyMap<string, unknown>): Promise<NodeResult<unknown>> {
  const { check } = step
  const plugin = run.deps.pluginOfCheck(check.type)
  const about = { node: step.id, stage: check.stage, deadline: check.deadline, plugin }
  return runNode(run, about, async ({ cx }) => {
    const value = await check.run(cx, step.props(made))
    return { value, outcome: 'passed', label: check.label?.(value) }
  })
}
