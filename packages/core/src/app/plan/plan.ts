// `gm plan`: what a deploy or an update would do, and nothing done. Kept in a file, the same is done later or not at
// all.
import type { Host } from '../host.js'
import { isAtRest } from '../deploy/expected.js'
import { prepareChange, type PreparedChange } from '../deploy/prepare.js'
import type { StackRequest } from '../deploy/resolve-stack.js'
import type { StackOperation } from '../run/stack-operation.js'
import { planFileOf, writePlanFile } from './plan-file.js'

/** What is asked for. */
export interface PlanAsked extends StackRequest {
  /** File to keep the plan in. */
  readonly out?: string | undefined
}

/** What was asked for, and what that would do. */
export interface PreparedPlan extends PreparedChange {
  readonly request: PlanAsked
}

/** A plan that was made. */
export interface Planned {
  /** Whether there is something to do. */
  readonly changed: boolean
  /** Word of the command that does it. */
  readonly operation: 'deploy' | 'update'
}

/** Looks at what a deploy or an update would do. */
export const plan: StackOperation<PlanAsked, PreparedPlan, Planned> = {
  title: 'the plan',
  prepare: async (host, request, preparing) => ({
    ...(await prepareChange(host, request, preparing, 'plan')),
    request,
  }),
  run: planned,
}

async function planned(host: Host, prepared: PreparedPlan): Promise<Planned> {
  const { request } = prepared
  if (request.out !== undefined) await writePlanFile(request.out, planFileOf(prepared, request, host.now()))
  return { changed: hasChanges(prepared), operation: commandOf(prepared) }
}

/** @returns the word of the command that carries a plan out */
export function commandOf({ intent }: Pick<PreparedChange, 'intent'>): 'deploy' | 'update' {
  return intent === 'update' ? 'update' : 'deploy'
}

/** @returns whether carrying a plan out would change anything, the record of what was asked for included */
function hasChanges({ plan: { steps }, different, document }: PreparedChange): boolean {
  const isUnderWay = document.run !== null || document.status !== 'running'
  return isUnderWay || different.length > 0 || !steps.every(isAtRest)
}
