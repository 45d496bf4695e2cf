// What a stack that is only being thought of would cost: the same preparation as a deploy's, which changes nothing.
import { prepareChange } from '../deploy/prepare.js'
import type { StackRequest } from '../deploy/resolve-stack.js'
import type { Host } from '../host.js'
import type { Ask } from '../run/stack-operation.js'

/**
 * @param request as far as it was said; what only a person knows is made up, as it costs nothing
 * @returns USD a month, at least; undefined where it cannot be told: why will be said when it matters
 */
export async function estimateMonth(
  host: Host,
  request: StackRequest,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const ask: Ask = async (needs) =>
      needs.map(({ service, key, isEmail }) => `${service}.${key}=${isEmail ? 'owner@example.com' : 'later'}`)
    const prepared = await prepareChange(host, request, { signal, ask }, 'deploy')
    return prepared.planned.cost.perMonth.least
  } catch {
    return undefined
  }
}

/** @returns an estimate in words */
export function monthWords(usd: number | undefined): string {
  return usd === undefined ? 'price not known' : `about $${usd.toFixed(0)} a month`
}
