// The most that a stack may cost, held against the dearest that a plan can come to.
import { GmError } from '@geuse/plugin-api'
import type { Cost } from '../../model/cost.js'

/**
 * @param budget USD a month; nothing is refused without
 * @param cost what a plan comes to
 * @throws GmError BUDGET_EXCEEDED, also where a price is not known: what cannot be told is not within a budget
 */
export function demandBudget(budget: number | undefined, { items, perMonth }: Cost): void {
  if (budget === undefined) return
  const unknown = items.filter(({ quantity, perHour }) => quantity !== null && perHour === null).map(({ name }) => name)
  if (unknown.length > 0)
    throw new GmError(
      'BUDGET_EXCEEDED',
      `nobody told the price of: ${unknown.join(', ')}; so nobody can say that it stays within $${budget} a month`,
      {
        hints: ['type the same command again when the price list answers', 'gm deploy …   # without --budget'],
      },
    )
  if (perMonth.most <= budget) return
  const atLeast =
    perMonth.least > budget
      ? ''
      : `; at the prices of now it would be $${perMonth.least.toFixed(2)}, but spot prices move, and on-demand is bought where there is no spot`
  throw new GmError(
    'BUDGET_EXCEEDED',
    `It can cost up to $${perMonth.most.toFixed(2)} a month, above the budget of $${budget}${atLeast}`,
    {
      hints: [
        `--budget ${Math.ceil(perMonth.most)}   # enough for all of it`,
        '--instance-type TYPE   # one that costs less',
        '--services ID,ID   # fewer services need a smaller instance',
      ],
    },
  )
}
