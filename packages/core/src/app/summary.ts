// From what a deploy knows to what its panels show.
import type { Front, LaunchedInstance } from '@geuse/plugin-api'
import type { HttpProbe } from '../aws/instance/http-probe.js'
import { resources } from '../aws/resources/index.js'
import type { Document } from '../state/document.js'
import type { Settings } from '../state/settings.js'
import type { StackSummary } from '../ui/panel.js'
import type { PlanPreview } from '../ui/plan-panel.js'
import { storageRows } from '../ui/storage-words.js'
import type { Deployed } from './deploy/deploy.js'
import { judgedServices, thresholdsOf } from './status/health-record.js'
import { expectedTime, neededActions } from './deploy/expected.js'
import type { PreparedChange } from './deploy/prepare.js'
import { commandOf } from './plan/plan.js'
import { servicesAtStake } from './update/services-at-stake.js'

/** @returns what is worth knowing before saying yes */
export function previewOf(prepared: PreparedChange): PlanPreview {
  const { document, tier, plan, stack, steps, registry, facts, planned } = prepared
  const { market } = tier.needs.instance
  const stands = plan.steps.some(
    ({ type, action }) => type === resources.instance.type && ['keep', 'repair', 'update'].includes(action),
  )
  const instance = (stands ? instanceOf(document) : undefined) ?? null
  return {
    operation: commandOf(prepared),
    stack: document.stack_name,
    tier: document.tier,
    region: document.region,
    accountId: document.account_id,
    plan,
    different: prepared.different,
    expected: expectedTime(steps, plan),
    iam: neededActions(registry, { needs: tier.needs, steps, plan }),
    services: stack.services.map(({ id }) => id),
    ports: tier.front.ports,
    storage: storageRows(stack.services),
    instance,
    instances: facts.instanceTypes
      .map(({ type, memoryMiB }) => ({ type, memoryMiB, pricePerHour: planned.offers[type] }))
      .toSorted((a, b) => (a.pricePerHour ?? Infinity) - (b.pricePerHour ?? Infinity) || 0),
    market,
    cost: planned.cost,
    backup: servicesAtStake(registry, prepared.stored, prepared.composition),
    warnings: warningsOf(tier.front),
  }
}

/** @returns what a person sees when their stack is up */
export function summaryOf(prepared: PreparedChange, deployed: Deployed, settings: Settings): StackSummary {
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
    unchanged:
      prepared.stored?.status === 'running' && ['repair', 'update'].includes(prepared.intent) && isNothingDone(outcome),
    ms: outcome.ms,
    warnings: [...warningsOf(tier.front), ...visitWarnings(tier.front, deployed)],
    next: [
      { command: `gm credentials ${name}`, about: 'shows the passwords' },
      { command: `gm status ${name}`, about: 'how it is' },
      { command: `gm destroy ${name}`, about: 'removes it; what is on EFS stays' },
    ],
  }
}

function isNothingDone({ made, updated, replaced, destroyed }: Deployed['outcome']): boolean {
  return [made, updated, replaced, destroyed].every(({ length }) => length === 0)
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
