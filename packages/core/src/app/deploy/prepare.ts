// Everything of a deploy that comes before the question, a file for each step: config and services, what a deploy means
// for the stack as it stands, the account, the stack in its place, the plan. Each tells all its problems at once, and
// nothing is changed anywhere.
import type { Plan } from '@geuse/plugin-api'
import { demandBudget } from '../cost/budget.js'
import { plannedCost, type PlannedCost } from '../cost/estimate.js'
import type { Host } from '../host.js'
import type { Preparing } from '../run/stack-operation.js'
import { surveyAccount, type SurveyedAccount } from './account.js'
import { decide, type DeployIntent } from './intent.js'
import { demandReadableData } from './kept-data.js'
import { type PlacedStack, placeStack } from './placed-stack.js'
import { demandUntouched, planDeploy, runChecks } from './plan.js'
import { resolveStack, type ResolvedStack, type StackRequest } from './resolve-stack.js'

/** A deploy that only needs a yes. */
export interface PreparedDeploy
  extends Pick<ResolvedStack, 'config' | 'tier' | 'registry'>, SurveyedAccount, PlacedStack {
  readonly intent: DeployIntent
  readonly plan: Plan
  /** What it will cost. */
  readonly planned: PlannedCost
}

/**
 * @param host the world
 * @param request what is asked for
 * @returns what would be done
 * @throws GmError with every problem that was found; nothing was changed
 */
export async function prepareDeploy(
  host: Host,
  request: StackRequest,
  { signal, ask }: Preparing,
): Promise<PreparedDeploy> {
  const resolved = await resolveStack(host, request, ask)
  const { config, tier, registry } = resolved
  const decision = decide(resolved)
  demandReadableData(resolved)
  const account = await surveyAccount(host, resolved, decision)
  const placed = await placeStack(resolved, account.facts, host.now())
  demandUntouched(placed, decision.different)
  await runChecks(registry, account.facts, placed, signal)
  const { clients } = account.scope
  const [plan, planned] = await Promise.all([
    planDeploy(host, placed, clients, signal),
    plannedCost(host, { ...placed, registry, clients }),
  ])
  demandBudget(config.budget, planned.cost)
  return { config, tier, registry, intent: decision.intent, ...account, ...placed, plan, planned }
}
