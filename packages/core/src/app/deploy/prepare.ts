// Everything of a deploy that comes before the question: config, services, facts and graph, all problems at once, and
// nothing changed anywhere.
import { randomUUID } from 'node:crypto'
import { GmError, type Facts, type Plan } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'
import { findStacks } from '../../aws/cleanup/find-stacks.js'
import { pricesOf } from '../../aws/discovery/price.js'
import { identify, discover, type Survey } from '../../aws/discovery/discover.js'
import { inRegion } from '../../aws/discovery/region.js'
import type { Registry } from '../../contributions/index.js'
import type { Step } from '../../engine/graph.js'
import { plan, touchedNodes } from '../../engine/plan.js'
import type { Document } from '../../state/document.js'
import { project } from '../../state/projection.js'
import { demandAccount } from '../stack/account.js'
import { namingPlugin } from '../run/plugin-errors.js'
import { buildGraph, type ChosenTier, publishing } from './tier.js'
import type { DeployConfig } from '../../config/resolve.js'
import { connectionFor, type Host, type RunScope } from '../host.js'
import { recordPlugins } from '../stack/plugins.js'
import { namingProfile } from '../stack/profile-errors.js'
import { readOnlyContext, stackRef } from '../run/read-only-context.js'
import { unrecorded, unrecordedStacks } from '../stack/unrecorded.js'
import type { Composition } from '../../stack/composition.js'
import { place, type Stack } from '../../stack/place.js'
import { demandReadableData } from './kept-data.js'
import { type Ask, resolveStack, type StackRequest } from './resolve-stack.js'
import { isStackName } from '../../config/stack-name.js'
import type { Prices } from '../../model/cost.js'
import { type Difference, differences, differs, type DeployIntent, intentOf } from './intent.js'

/** What a deploy is asked for. */
export type DeployRequest = StackRequest

/** A deploy that only needs a yes. */
export interface PreparedDeploy {
  readonly intent: DeployIntent
  readonly config: DeployConfig
  readonly stack: Stack
  readonly facts: Facts
  readonly prices: Prices
  readonly plan: Plan
  readonly tier: ChosenTier
  readonly steps: readonly Step[]
  /** As it will be written first. */
  readonly document: Document
  readonly registry: Registry
  readonly scope: RunScope
}

/**
 * @param host the world
 * @param request what is asked for
 * @param ask answers settings that are missing, where somebody can answer
 * @returns what would be done
 * @throws GmError with every problem that was found; nothing was changed
 */
export async function prepareDeploy(
  host: Host,
  request: DeployRequest,
  signal: AbortSignal,
  ask?: Ask | undefined,
): Promise<PreparedDeploy> {
  const { name } = request
  const [registry, stored] = await Promise.all([host.registry(), isStackName(name) ? host.store.load(name) : undefined])
  const { config, given, composition, tier } = await resolveStack(host, registry, request, stored, ask)
  const different = stored === undefined ? [] : differences(stored.config as Partial<DeployConfig>, config, given)
  const standing = intentOf(stored, different)
  if (stored !== undefined) demandReadableData(registry, stored, composition)
  const scope = host.openRun(connectionFor(host, config))
  scope.preload()
  const { clients } = scope
  const id = stored?.stack_id ?? randomUUID()
  const about = { host, registry, config, composition, tier, id, name, clients }
  const { facts, prices } = await namingProfile(clients, factsOf(about, stored, standing, different))
  const identity = { name, id, region: config.region, accountId: facts.accountId }
  const instance = { arch: facts.arch, memoryMiB: smallest(facts), gpu: tier.needs.instance.gpu === true }
  const stack = place(composition, identity, instance, tier.front)
  const steps = await buildGraph(registry, tier, { facts, stack })
  const document = documentOf(about, facts, stored)
  demandUntouched(steps, document, different)
  await runChecks(registry, facts, stack, signal)
  const planned = await planDeploy(about, steps, document, signal)
  return {
    intent: standing,
    config,
    stack,
    facts,
    prices,
    plan: planned,
    tier,
    steps,
    document,
    registry,
    scope,
  }
}

function planDeploy({ host, clients }: About, steps: readonly Step[], document: Document, signal: AbortSignal) {
  const contextFor = (node: string) => readOnlyContext(host, { document, clients, signal }, node)
  return plan({ operation: 'deploy', steps, document, stack: stackRef(document), contextFor })
}

interface About {
  readonly host: Host
  readonly registry: Registry
  readonly config: DeployConfig
  readonly composition: Composition
  readonly tier: ChosenTier
  readonly id: string
  readonly name: string
  readonly clients: Clients
}

/** A stack of that name whose document was lost, or is on another computer, gets no second one beside it. */
async function firstLook(about: About): Promise<Survey> {
  const { host, registry, clients, name } = about
  const looks = () => Promise.all([look(about), findStacks(clients, name)])
  const [seen, ids] = await inRegion(clients.connection, looks)
  const stacks = await unrecordedStacks({ host, registry, clients, accountId: seen.facts.accountId }, name, ids)
  if (stacks.length > 0) throw unrecorded(name, stacks)
  return seen
}

/** A resume stands on the facts that it began with; other wishes, or a destroyed stack, need a new look. */
async function factsOf(
  about: About,
  stored: Document | undefined,
  standing: DeployIntent,
  different: readonly Difference[],
): Promise<Survey> {
  if (stored === undefined) return firstLook(about)
  const keep = standing !== 'reattach' && different.length === 0
  const seen = await (keep ? lookAgain(about, stored.facts as Facts) : look(about))
  demandAccount(stored, seen.facts.accountId)
  return seen
}

/** The facts stay as they were; the account is the one of these credentials, and prices are of today. */
async function lookAgain({ clients, tier }: About, facts: Facts): Promise<Survey> {
  const types = facts.instanceTypes.map(({ type }) => type)
  const [accountId, prices] = await Promise.all([
    identify(clients),
    pricesOf(clients, types, tier.needs.instance.market),
  ])
  return { facts: { ...facts, accountId }, prices }
}

function look(about: About): Promise<Survey> {
  const { config, clients, composition, tier } = about
  return discover(clients, {
    needs: tier.needs,
    memoryMiB: composition.memoryMiB,
    allowExpensive: config.allowExpensive,
  })
}

function smallest(facts: Facts): number {
  return Math.min(...facts.instanceTypes.map(({ memoryMiB }) => memoryMiB))
}

function documentOf(about: About, facts: Facts, stored: Document | undefined): Document {
  const { config, registry, host, name, id } = about
  const now = host.now()
  const fresh = {
    schema_version: 1 as const,
    revision: 0,
    stack_name: name,
    stack_id: id,
    status: 'creating' as const,
    created_at: now,
    nodes: {},
    run: null,
    services: [],
    last_healthy_state: null,
    rollback_history: [],
    n8n_url: null,
    dns_record: null,
    tier_outputs: {},
  }
  const said = {
    account_id: facts.accountId,
    region: config.region,
    tier: config.tier,
    updated_at: now,
    config: JSON.parse(JSON.stringify(config)) as Document['config'],
    facts: JSON.parse(JSON.stringify(facts)) as Document['facts'],
    plugins: recordPlugins(registry, config.tier, about.composition),
  }
  return publishing(about.tier)(project({ ...fresh, ...stored, ...said }))
}

function demandUntouched(steps: readonly Step[], document: Document, different: readonly Difference[]): void {
  if (different.length === 0 || document.status === 'destroyed') return
  const touched = touchedNodes(steps, document)
  if (touched.length > 0) throw differs(document.stack_name, different)
}

async function runChecks(registry: Registry, facts: Facts, stack: Stack, signal: AbortSignal): Promise<void> {
  const found = await Promise.all(
    [...registry.checks.values()].map(({ item, plugin }) =>
      namingPlugin(plugin, () => item.run({ facts, stack, signal })),
    ),
  )
  const problems = found
    .flat()
    .map(({ message, hints }) => new GmError('CONFIG_INVALID', message, hints === undefined ? {} : { hints }))
  if (problems.length > 0) throw GmError.all('this stack cannot be deployed so', problems)
}
