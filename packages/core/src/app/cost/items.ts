// What is billed for a stack: what its resources, its tier and its services say of it. Of what stands, as the ledger
// knows it; of what is to be made, by the graph.
import type { CostItem, MakesFrom, Plan, PlannedAction } from '@geuse/plugin-api'
import { costItems, type Registry } from '../../contributions/index.js'
import type { Step } from '../../engine/graph.js'
import { recordable } from '../../engine/compare.js'
import { unknownOutputs } from '../../engine/stand-in.js'
import type { Document, NodeRecord } from '../../state/document.js'
import { rowsInUse } from '../../state/generations.js'
import { resourceFinder } from '../run/resource-owners.js'
import { untold } from './price-book.js'

/** Something that is billed, and since when. */
export interface StandingItem {
  readonly item: CostItem
  /** ISO instant since which it is there; without for what is not of one resource. */
  readonly since?: string
  /** Type of the resource that is billed. */
  readonly type?: string
}

/** @returns what is billed for what is there of a stack */
export function standingItems(document: Document, registry: Registry): readonly StandingItem[] {
  const find = resourceFinder(registry)
  const ofRows = rowsInUse(document.nodes).flatMap(([, row]) => {
    const { type, made_at: since = row.since } = row
    const owned = find(type)
    return owned === undefined ? [] : rowItems(owned.resource, row).map((item) => ({ item, since, type }))
  })
  return [...ofRows, ...besideItems(document, registry).map((item) => ({ item }))]
}

/** What of a thing that stands says nothing of the one that comes in its place. */
const remade: readonly PlannedAction[] = ['create', 'replace']

/** @returns what will be billed when the graph stands */
export function plannedItems(
  steps: readonly Step[],
  plan: Plan,
  document: Document,
  registry: Registry,
): readonly CostItem[] {
  const stays = new Set(plan.steps.filter(({ action }) => !remade.includes(action)).map(({ node }) => node))
  const rows = new Map(rowsInUse(document.nodes).filter(([node]) => stays.has(node)))
  const made = new Map(steps.map(({ id }) => [id, rows.get(id)?.outputs ?? unknownOutputs()]))
  const ofSteps = steps.flatMap((step) => {
    if (step.kind === 'check') return []
    const { resource } = step
    const row = rows.get(step.id)
    if (row !== undefined) return rowItems(resource, row)
    return told(resource.type, () => resource.costs?.(recordable(step.props(made)) as object))
  })
  return [...ofSteps, ...besideItems(document, registry)]
}

function rowItems(
  resource: MakesFrom<unknown, unknown>,
  { inputs = {}, outputs = {} }: NodeRecord,
): readonly CostItem[] {
  return told(resource.type, () => resource.costs?.(inputs as object, outputs as object))
}

/** What is billed beside resources. */
function besideItems({ config, tier, plugins }: Document, registry: Registry): readonly CostItem[] {
  const services = plugins.flatMap((plugin) => plugin.services.map(({ id }) => registry.services.get(id)?.item.costs))
  return [
    ...told(`tier ${tier}`, () => registry.tiers.get(tier)?.item.costs?.(config['options'])),
    ...services.flatMap((items) => items ?? []),
  ]
}

/** What a plugin cannot tell is missing in the sum by its name, as a price is that AWS does not tell. */
function told(name: string, ask: () => readonly CostItem[] | undefined): readonly CostItem[] {
  try {
    return costItems.parse(ask() ?? []) as readonly CostItem[]
  } catch {
    return [{ name, unit: 'month', quantity: 1, price: untold }]
  }
}
