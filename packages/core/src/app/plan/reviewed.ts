// A deploy or an update as it is asked for on the command line, or as a plan in a file asks for it.
import { GmError } from '@geuse/plugin-api'
import { prepareChange, type PreparedChange } from '../deploy/prepare.js'
import type { StackRequest } from '../deploy/resolve-stack.js'
import type { Host } from '../host.js'
import type { Preparing } from '../run/stack-operation.js'
import { demandSamePlan, readPlanFile, requestOf } from './plan-file.js'

/** What is asked for, there and then or by a plan. */
export interface ReviewableRequest extends StackRequest {
  /** File of a plan, which holds all that is asked for. */
  readonly plan?: string | undefined
}

/**
 * @param request what is asked for
 * @param operation which command asks
 * @returns what would be done; of a plan, exactly what it says
 * @throws GmError CONFIG_INVALID for options beside a plan, and for what is no plan; PLAN_STALE
 */
export async function prepareReviewed(
  host: Host,
  { plan, ...request }: ReviewableRequest,
  preparing: Preparing,
  operation: 'deploy' | 'update',
): Promise<PreparedChange> {
  if (plan === undefined) return prepareChange(host, request, preparing, operation)
  demandAlone(request)
  const file = await readPlanFile(plan, request.name, operation)
  const prepared = await prepareChange(host, requestOf(file), { signal: preparing.signal }, operation)
  demandSamePlan(file, prepared)
  return prepared
}

function demandAlone({ flags, file }: StackRequest): void {
  const beside = Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`]))
  const all = [...beside, ...(file === undefined ? [] : ['--config'])]
  if (all.length === 0) return
  throw new GmError('CONFIG_INVALID', `a plan holds its options; not beside it: ${all.join(', ')}`, {
    hints: ['gm plan NAME … --out FILE   # another plan, with these options'],
  })
}
