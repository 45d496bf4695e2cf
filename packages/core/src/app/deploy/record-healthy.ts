// What a run that ended well leaves in the document: how each service was, what it costs now, and the state that a
// rollback can bring back.
import type { Outcome } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'
import type { StateWriter } from '../../engine/state-writer.js'
import type { Cost } from '../../model/cost.js'
import type { Document, HealthyState } from '../../state/document.js'
import { foundHealthy } from '../../state/healthy-states.js'
import { setting } from '../../state/node-records.js'
import { estimateOf, standingCost } from '../cost/estimate.js'
import type { Host } from '../host.js'
import { healthRows, judgedServices, thresholdsOf } from '../status/health-record.js'
import type { PreparedChange } from './prepare.js'
import type { ResolvedStack } from './resolve-stack.js'

/** What was made, of whose plugins, and where its prices are asked. */
export interface Made extends Pick<PreparedChange, 'composition' | 'intent' | 'registry'> {
  readonly clients: Clients
}

/**
 * @param writer of the run
 * @param made what stands now
 * @param outcome of the run, whose checks have passed
 * @returns what it costs now
 */
export async function recordHealthy(
  host: Host,
  writer: StateWriter,
  { composition, intent, registry, clients }: Made,
  outcome: Outcome,
): Promise<Cost> {
  const services = healthRows(judgedServices(outcome.answers, thresholdsOf(host.settings)), host.now())
  const { operation } = outcome
  // A repair leaves what is there as it was made, whatever this version of gm would make.
  const isKnown = intent === 'repair' && writer.document.last_healthy_state !== null
  const keep = isKnown ? same : foundHealthy({ at: host.now(), operation, settings: settingsOf(composition) })
  const judged = services.length === 0 ? same : setting({ services })
  await writer.commit((document) => keep(judged(document)))
  const cost = await standingCost(host, { document: writer.document, registry, clients })
  await writer.commit(setting({ estimate: estimateOf(cost, host.now()) }))
  return cost
}

function same(document: Document): Document {
  return document
}

/** @returns the settings of every service, as its own schema read them */
export function settingsOf({ services }: Pick<ResolvedStack['composition'], 'services'>): HealthyState['settings'] {
  const read = Object.fromEntries(services.map(({ service, config }) => [service.id, config ?? null]))
  return JSON.parse(JSON.stringify(read)) as HealthyState['settings']
}
