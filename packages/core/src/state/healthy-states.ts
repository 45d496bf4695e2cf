// The states in which a stack was found healthy: what it can be rolled back to. The last one is a field of the
// published document, the ones before it are kept beside it, as many as a person will want to look through.
import { isDeepStrictEqual } from 'node:util'
import type { Document, HealthyState } from './document.js'
import type { Change } from './node-records.js'

/** How many are kept before the last one. */
const kept = 9

/** What was found healthy, when, and after what. */
export type Found = Pick<HealthyState, 'at' | 'operation' | 'settings'>

/** @returns every state that a stack can be brought back to, the oldest first */
export function healthyStates(
  document: Pick<Document, 'earlier_healthy_states' | 'last_healthy_state'>,
): readonly HealthyState[] {
  const { earlier_healthy_states: earlier, last_healthy_state: last } = document
  return last === null ? earlier : [...earlier, last]
}

/** @returns where a stack is on its way back to; undefined where it is not, or that is not known any more */
export function goingBackTo(document: Document): HealthyState | undefined {
  return healthyStates(document).find(({ revision }) => revision === document.going_back?.to)
}

/** @returns the change that keeps the present state as the last healthy one; the same one once more is not another */
export function foundHealthy({ at, operation, settings }: Found): Change {
  return (document) => {
    const { config, facts, plugins, revision, last_healthy_state: last } = document
    if (last !== null && isDeepStrictEqual(essence(last), { config, settings, facts, plugins })) return document
    const state = { revision: revision + 1, at, operation, config, settings, facts, plugins }
    return { ...document, last_healthy_state: state, earlier_healthy_states: healthyStates(document).slice(-kept) }
  }
}

function essence({
  config,
  settings,
  facts,
  plugins,
}: HealthyState): Omit<HealthyState, 'at' | 'operation' | 'revision'> {
  return { config, settings, facts, plugins }
}
