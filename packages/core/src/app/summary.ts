// From what use cases know to what panels show.
import type { Front, LaunchedInstance } from '@geuse/plugin-api'
import type { Document } from '../state/document.js'
import type { Settings } from '../state/settings.js'
import type { StackSummary } from '../ui/panel.js'
import type { DeployPreview } from '../ui/plan-panel.js'
import type { StatusView } from '../ui/status-panel.js'
import { storageRows } from '../ui/storage-words.js'
import type { Deployed } from './deploy/deploy.js'
import { judgedServices, thresholdsOf } from './status/health-record.js'
import type { PreparedDeploy } from './deploy/prepare.js'
import type { StackStatus } from './status/status.js'

/** @returns what is worth knowing before saying yes */
export function previewOf({ document, tier, plan, stack, facts, prices }: PreparedDeploy): DeployPreview {
  return {
    stack: document.stack_name,
    tier: document.tier,
    region: document.region,
    accountId: document.account_id,
    plan,
    services: stack.services.map(({ id }) => id),
    ports: tier.front.ports,
    storage: storageRows(stack.services),
    instances: facts.instanceTypes.map(({ type, memoryMiB }) => ({
      type,
      memoryMiB,
      ...(prices[type] === undefined ? {} : { pricePerHour: prices[type] }),
    })),
    market: tier.needs.instance.market,
    warnings: warningsOf(tier.front),
  }
}

/** @returns what a person sees when their stack is up */
export function summaryOf(
  { document, stack, tier }: PreparedDeploy,
  deployed: Deployed,
  settings: Settings,
): StackSummary {
  const name = document.stack_name
  const health = new Map(
    judgedServices(deployed.outcome.answers, thresholdsOf(settings)).map((service) => [service.service, service]),
  )
  const owner = stack.credentials.find(({ username }) => username !== undefined)
  const username = owner?.username
  return {
    stack: name,
    url: deployed.document.n8n_url ?? '',
    ...(username === undefined ? {} : { username }),
    services: stack.services.map(({ id, title }) => ({
      service: id,
      title,
      health: health.get(id)?.verdict ?? 'unknown',
      ...msOf(health.get(id)),
    })),
    storage: storageRows(stack.services),
    instance: instanceOf(deployed.document),
    ms: deployed.outcome.ms,
    warnings: warningsOf(tier.front),
    next: [
      { command: `gm credentials ${name}`, about: 'shows the passwords' },
      { command: `gm status ${name}`, about: 'how it is' },
      { command: `gm destroy ${name}`, about: 'removes it; your data stays' },
    ],
  }
}

function msOf(service: { readonly ms?: number } | undefined): { ms?: number } {
  return service?.ms === undefined ? {} : { ms: service.ms }
}

function instanceOf(document: Document): LaunchedInstance {
  const row = Object.values(document.nodes).find(({ type, status }) => type === 'instance' && status === 'ready')
  return row?.outputs as unknown as LaunchedInstance
}

function warningsOf({ tlsEnd }: Front): string[] {
  return tlsEnd === 'nowhere'
    ? ['TLS is off: passwords travel in the clear. Use this only in a network that you trust.']
    : []
}

/** @returns a stack's state as `gm status` shows it */
export function statusView({
  document,
  healthy,
  health,
  reach,
  instance,
  problems,
  warnings,
}: StackStatus): StatusView {
  return {
    stack: document.stack_name,
    status: document.status,
    healthy,
    url: document.n8n_url,
    reach: reach?.text ?? null,
    instance: instance === null ? null : `${document.instance_id} is ${instance}`,
    services: health?.services ?? [],
    storage: storageRows(document.plugins.flatMap(({ services }) => services)),
    problems,
    warnings,
  }
}
