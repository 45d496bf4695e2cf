// `gm history`: the states in which a stack was found healthy, and what was rolled back.
import type { DeployConfig } from '../config/resolve.js'
import type { Document, HealthyState } from '../state/document.js'
import { healthyStates } from '../state/healthy-states.js'
import type { Host } from './host.js'
import type { StackOperation } from './run/stack-operation.js'
import { type KnownStackRequest, loadStack } from './stack/load.js'
import type { historyShape } from '../output/stack.js'
import type { Told } from '../output/told.js'

/** A state that a stack can be brought back to. */
export type PastState = History['states'][number]

/** What is known of a stack's past. */
export type History = Told<typeof historyShape>

/** Reads a stack's past; AWS is not asked. */
export const history: StackOperation<KnownStackRequest, History, History> = {
  title: 'the history',
  prepare: async (host: Host, { name, profile }) => historyOf(await loadStack(host, name, profile)),
  run: (_host, known) => Promise.resolve(known),
}

function historyOf(document: Document): History {
  const states = healthyStates(document)
  return {
    stack: document.stack_name,
    status: document.status,
    states: states.map((state, index) => ({
      revision: state.revision,
      at: state.at,
      operation: state.operation,
      present: index === states.length - 1 && document.status === 'running',
      changes: changesSince(states[index - 1], state),
    })),
    rollbacks: document.rollback_history,
  }
}

function changesSince(before: HealthyState | undefined, state: HealthyState): PastState['changes'] {
  if (before === undefined) return [{ key: 'services', from: undefined, to: Object.keys(state.settings) }]
  const [was, is] = [fieldsOf(before), fieldsOf(state)]
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return keys
    .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
    .map((key) => ({ key, from: was[key], to: is[key] }))
}

/** What somebody could have asked for: services, each setting of them, options of the tier, the instance's image. */
function fieldsOf({ config, settings, facts, plugins }: HealthyState): Readonly<Record<string, unknown>> {
  const { options } = config as unknown as DeployConfig
  const set = Object.entries(settings).flatMap(([service, values]) =>
    Object.entries((values ?? {}) as Readonly<Record<string, unknown>>).map(([key, value]) => [
      `${service}.${key}`,
      value,
    ]),
  )
  return {
    services: Object.keys(settings),
    ...Object.fromEntries(set),
    ...options,
    'instance image': facts.image.id,
    plugins: plugins.map(({ name, version }) => `${name}@${version}`),
  }
}
