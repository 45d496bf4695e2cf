// Everything of a deploy or an update that comes before the question, a file for each step: config and services, what
// is wanted of the stack as it stands, the account, the stack in its place, the plan. Each tells all its problems at
// once, and nothing is changed anywhere.
import type { Plan } from '@geuse/plugin-api'
import { demandBudget } from '../cost/budget.js'
import { plannedCost, type PlannedCost } from '../cost/estimate.js'
import type { Host } from '../host.js'
import type { Preparing } from '../run/stack-operation.js'
import { surveyAccount, type SurveyedAccount } from './account.js'
import { type Decision, decide, type Wish } from './intent.js'
import { demandReadableData } from './kept-data.js'
import { type PlacedStack, placeStack } from './placed-stack.js'
import { demandUntouched, isPending, planChange, runChecks } from './plan.js'
import { resolveStack, type ResolvedStack, type StackRequest } from './resolve-stack.js'

/** A deploy or an update that only needs a yes. */
export interface PreparedChange
  extends
    Pick<ResolvedStack, 'composition' | 'config' | 'registry' | 'stored' | 'tier'>,
    Decision,
    SurveyedAccount,
    PlacedStack {
  readonly plan: Plan
  /** What it will cost. */
  readonly planned: PlannedCost
}

/**
 * @param host the world
 * @param request what is asked for
 * @param wish what is to be done about it
 * @returns what would be done
 * @throws GmError with every problem that was found; nothing was changed
 */
export async function prepareChange(
  host: Host,
  request: StackRequest,
  { signal, ask }: Preparing,
  wish: Wish,
): Promise<PreparedChange> {
  const resolved = await resolveStack(host, request, ask)
  const { composition, config, tier, registry, stored } = resolved
  const decision = decide(resolved, wish)
  demandReadableData(resolved)
  const account = await surveyAccount(host, resolved, decision)
  const placed = await placeStack(resolved, account.facts, host.now())
  const intent = wish === 'plan' && decision.intent === 'repair' && isPending(placed) ? 'update' : decision.intent
  if (intent !== 'update') demandUntouched(placed, decision.different)
  await runChecks(registry, account.facts, placed, signal)
  const { clients } = account.scope
  const plan = await planChange(host, placed, { intent, clients, signal })
  const planned = await plannedCost(account.book, { ...placed, registry, plan })
  demandBudget(config.budget, planned.cost)
  const { different } = decision
  return { composition, config, tier, registry, stored, different, intent, ...account, ...placed, plan, planned }
}
