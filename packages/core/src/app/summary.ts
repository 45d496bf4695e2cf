// From what use cases know to what panels show.
import type { Front, LaunchedInstance } from '@geuse/plugin-api'
import type { HttpProbe } from '../aws/instance/http-probe.js'
import { resources } from '../aws/resources/index.js'
import type { Document } from '../state/document.js'
import type { Settings } from '../state/settings.js'
import type { StackSummary } from '../ui/panel.js'
import type { DeployPreview } from '../ui/plan-panel.js'
import type { StatusView } from '../ui/status-panel.js'
import { copyWarnings, dataWords, lastCopyOf, storageRows, type StorageRow } from '../ui/storage-words.js'
import type { Deployed } from './deploy/deploy.js'
import { judgedServices, thresholdsOf } from './status/health-record.js'
import type { PreparedDeploy } from './deploy/prepare.js'
import type { StackStatus } from './status/status.js'

/** @returns what is worth knowing before saying yes */
export function previewOf(prepared: PreparedDeploy): DeployPreview {
  const { document, tier, plan, stack, facts, planned } = prepared
  const { market } = tier.needs.instance
  const stands = plan.steps.some(({ type, action }) => type === resources.instance.type && action === 'keep')
  const instance = (stands ? instanceOf(document) : undefined) ?? null
  return {
    stack: document.stack_name,
    tier: document.tier,
    region: document.region,
    accountId: document.account_id,
    plan,
    services: stack.services.map(({ id }) => id),
    ports: tier.front.ports,
    storage: storageRows(stack.services),
    instance,
    instances: facts.instanceTypes
      .map(({ type, memoryMiB }) => ({ type, memoryMiB, pricePerHour: planned.offers[type] }))
      .toSorted((a, b) => (a.pricePerHour ?? Infinity) - (b.pricePerHour ?? Infinity) || 0),
    market,
    cost: planned.cost,
    warnings: warningsOf(tier.front),
  }
}

/** @returns what a person sees when their stack is up */
export function summaryOf(prepared: PreparedDeploy, deployed: Deployed, settings: Settings): StackSummary {
  const { stack, tier } = prepared
  const { document, outcome } = deployed
  const name = document.stack_name
  const health = new Map(
    judgedServices(outcome.answers, thresholdsOf(settings)).map((service) => [service.service, service]),
  )
  const username = stack.credentials.find((credential) => credential.username !== undefined)?.username
  const instance = instanceOf(document) ?? null
  return {
    stack: name,
    url: document.n8n_url ?? '',
    ...(username === undefined ? {} : { username }),
    services: stack.services.map(({ id, title }) => ({
      service: id,
      title,
      health: health.get(id)?.verdict ?? 'unknown',
      ...msOf(health.get(id)),
    })),
    storage: storageRows(stack.services),
    instance,
    cost: deployed.cost,
    dns: document.dns_record ?? undefined,
    ...(deployed.replaced === undefined ? {} : { replaced: deployed.replaced }),
    unchanged: prepared.intent === 'repair' && outcome.made.length === 0,
    ms: outcome.ms,
    warnings: [...warningsOf(tier.front), ...visitWarnings(tier.front, deployed)],
    next: [
      { command: `gm credentials ${name}`, about: 'shows the passwords' },
      { command: `gm status ${name}`, about: 'how it is' },
      { command: `gm destroy ${name}`, about: 'removes it; what is on EFS stays' },
    ],
  }
}

function msOf(service: { readonly ms?: number } | undefined): { ms?: number } {
  return service?.ms === undefined ? {} : { ms: service.ms }
}

function instanceOf(document: Document): LaunchedInstance | undefined {
  const row = Object.values(document.nodes).find(
    ({ type, status }) => type === resources.instance.type && status === 'ready',
  )
  return row?.outputs as LaunchedInstance | undefined
}

function warningsOf({ tlsEnd }: Front): string[] {
  return tlsEnd === 'nowhere'
    ? ['TLS is off: passwords travel in the clear. Use this only in a network that you trust.']
    : []
}

/** What a person meets who opens the public URL now; to one who was shown a tree, the panel alone says it. */
function visitWarnings({ certificate }: Front, { outcome, document }: Deployed): string[] {
  const visit = Object.values(outcome.answers).flatMap((answer) => (hasVisit(answer) ? [answer.visit] : []))[0]
  if (visit === undefined || (visit.kind === 'answered' && visit.trusted)) return []
  if (visit.kind === 'no-connection')
    return [`Healthy, but ${document.n8n_url ?? ''} cannot be reached from this computer: ${visit.error}`]
  return certificate === 'internal'
    ? ["A browser warns at the first visit: the certificate is the stack's own (--tls internal)."]
    : ['A browser warns at the first visit, until a trusted certificate has come; most often that takes a few minutes.']
}

function hasVisit(answer: unknown): answer is { readonly visit: HttpProbe } {
  return typeof answer === 'object' && answer !== null && 'visit' in answer
}

/** @returns a stack's state as `gm status` shows it */
export function statusView(seen: StackStatus): StatusView {
  const { document, openRun, healthy, health, reach, instance, boot, jobs, copies, problems, warnings } = seen
  const storage = storageThere(document)
  return {
    stack: document.stack_name,
    status: document.status,
    openRun,
    healthy,
    url: document.n8n_url,
    reach: reach?.text ?? null,
    instance: instance === null ? null : `${document.instance_id} is ${instance}`,
    dns: document.dns_record ?? undefined,
    boot,
    services: (health?.services ?? []).map((service) => ({
      ...service,
      data: dataWords(service.service, storage, copies),
    })),
    jobs: jobs.filter(({ state }) => state !== 'ok'),
    storage,
    problems,
    warnings: [...warnings, ...copyWarnings(copies)],
  }
}

/** What is on the disk of an instance that is gone is gone too; what was copied from there is on EFS. */
function storageThere({ plugins, instance_id: instanceId, efs_id: fileSystemId }: Document): StorageRow[] {
  const there = (row: StorageRow): boolean => (row.lostWithInstance ? instanceId : fileSystemId) !== null
  const rows = storageRows(plugins.flatMap(({ services }) => services)).filter(there)
  return instanceId === null ? rows.map(lastCopyOf) : rows
}
