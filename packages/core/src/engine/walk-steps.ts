// The walk over a graph, for every operation that has one: outputs are handed from step to step, checks are run, what
// is never started is told.
import type { PlannedNode } from '@geuse/plugin-api'
import type { CheckStep, ResourceStep, Step } from './graph.js'
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

/**
 * @param run the run
 * @param steps the graph
 * @param made outputs of finished steps; filled while walking
 * @param act what is done to each resource
 * @returns how long each step took, in milliseconds
 * @throws GmError when a step failed or the run was interrupted, after what was in flight has finished
 */
export async function walkSteps(
  run: RunContext,
  steps: readonly Step[],
  made: Map<string, unknown>,
  act: (step: ResourceStep) => Promise<NodeResult<unknown>>,
): Promise<ReadonlyMap<string, number>> {
  const work = steps.map((step) => ({ ...plannedNode(step), step }))
  const result = await walk(
    work.map((item) => ({ ...item, duration: item.seconds })),
    async ({ id, step }) => {
      const { value, ms } = step.kind === 'resource' ? await act(step) : await runCheck(run, step, made)
      made.set(id, value)
      return ms
    },
    { concurrency: run.deps.concurrency, stopped: () => run.deps.signal.aborted, goOnAfterFailure: false },
  )
  for (const { id, stage } of work.filter((node) => result.skipped.includes(node.id)))
    run.emit({ type: 'node.skipped', node: id, stage, reason: 'the run ended before it' })
  throwIfFailed(run, result)
  return result.done
}

/** @returns what the checks of a graph found, by node */
export function answersOf(steps: readonly Step[], made: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(steps.filter(({ kind }) => kind === 'check').map(({ id }) => [id, made.get(id)]))
}

function runCheck(run: RunContext, step: CheckStep, made: ReadonlyMap<string, unknown>): Promise<NodeResult<unknown>> {
  const { check } = step
  const plugin = run.deps.pluginOfCheck(check.type)
  const about = { node: step.id, stage: check.stage, deadline: check.deadline, plugin }
  return runNode(run, about, async ({ cx }) => ({ value: await check.run(cx, step.props(made)), outcome: 'passed' }))
}
