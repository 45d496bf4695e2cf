// The stack that is to be: its services in their place, the graph of its tier, and the document as it will be written
// first.
import type { Facts } from '@geuse/plugin-api'
import { randomUUID } from 'node:crypto'
import type { Step } from '../../engine/graph.js'
import { place, type Stack } from '../../stack/place.js'
import type { Document } from '../../state/document.js'
import { project } from '../../state/projection.js'
import { recordPlugins } from '../stack/plugins.js'
import type { ResolvedStack } from './resolve-stack.js'
import { buildGraph, publishing } from './tier.js'
import { whereOf } from './unmade-stack.js'

/** A stack in an account. */
export interface PlacedStack {
  readonly stack: Stack
  readonly steps: readonly Step[]
  /** As it will be written first. */
  readonly document: Document
}

/**
 * @param resolved what is asked for
 * @param facts of the account
 * @param at ISO instant
 * @returns the stack in its place
 * @throws GmError PLUGIN_FAILED, PLUGIN_INVALID for a tier whose graph cannot be used; CONFIG_INVALID for files that
 *   are too large
 */
export async function placeStack(resolved: ResolvedStack, facts: Facts, at: string): Promise<PlacedStack> {
  const { name, registry, composition, tier, config, stored } = resolved
  const id = stored?.stack_id ?? randomUUID()
  const identity = { name, id, region: config.region, accountId: facts.accountId }
  const instance = { arch: facts.arch, memoryMiB: smallest(facts), gpu: tier.needs.instance.gpu === true }
  const stack = place(composition, identity, instance, tier.front)
  demandPackable(stack)
  const steps = await buildGraph(registry, tier, { facts, stack })
  return { stack, steps, document: documentOf(resolved, facts, id, at) }
}

/** Nothing is made for a stack whose files no instance could be given: what a run finds out makes them no larger. */
function demandPackable(stack: Stack): void {
  const where = whereOf(stack)
  stack.userData(where)
  stack.packedBundle(where)
}

function smallest(facts: Facts): number {
  return Math.min(...facts.instanceTypes.map(({ memoryMiB }) => memoryMiB))
}

function documentOf(resolved: ResolvedStack, facts: Facts, id: string, at: string): Document {
  const { name, config, registry, composition, tier, stored } = resolved
  const fresh = {
    schema_version: 1 as const,
    revision: 0,
    stack_name: name,
    stack_id: id,
    status: 'creating' as const,
    created_at: at,
    nodes: {},
    run: null,
    services: [],
    last_healthy_state: null,
    earlier_healthy_states: [],
    going_back: null,
    update_backup: null,
    rollback_history: [],
    estimate: null,
    runtime: [],
    n8n_url: null,
    dns_record: null,
    tier_outputs: {},
  }
  const said = {
    account_id: facts.accountId,
    region: config.region,
    tier: config.tier,
    updated_at: at,
    config: JSON.parse(JSON.stringify(config)) as Document['config'],
    facts: JSON.parse(JSON.stringify(facts)) as Document['facts'],
    plugins: recordPlugins(registry, config.tier, composition),
  }
  return publishing(tier)(project({ ...fresh, ...stored, ...said }))
}
