// The tier of a stack at work: what it says of the options that it was given, the graph that it builds of them, and
// what it tells of what was made. Whatever it does wrong is told in its plugin's name.
import { GmError, type Facts, type Front, type Needs, type Published, type Tier } from '@geuse/plugin-api'
import { blocks } from '../../aws/blocks/index.js'
import { resources } from '../../aws/resources/index.js'
import {
  type Answered,
  failureOf,
  publishedBy,
  type Registered,
  type Registry,
  tierAnswers,
} from '../../contributions/index.js'
import { GraphBuilder, type Step } from '../../engine/graph.js'
import type { Stack } from '../../stack/place.js'
import type { Document } from '../../state/document.js'
import { rowsInUse } from '../../state/generations.js'
import { namingPlugin } from '../run/plugin-errors.js'
import type { DeployConfig } from '../../config/resolve.js'
import { resourceFinder } from '../run/resource-owners.js'

/** A tier, and what it answers for the options of one stack. */
export interface ChosenTier extends Registered<Tier> {
  readonly options: DeployConfig['options']
  readonly needs: Needs
  readonly front: Front
}

/**
 * @returns the tier of a config with its answers
 * @throws GmError CONFIG_INVALID where there is no such tier, PLUGIN_INVALID for one that answers nonsense
 */
export function chooseTier(
  registry: Registry,
  { tier: id, options }: Pick<DeployConfig, 'tier' | 'options'>,
): ChosenTier {
  const found = registry.tiers.get(id)
  if (found === undefined) {
    const known = [...registry.tiers.keys()].join(', ') || 'none'
    throw new GmError('CONFIG_INVALID', `There is no tier '${id}'; there are: ${known}`, { hints: ['gm tiers'] })
  }
  return { ...found, options, ...valueOf(found, tierAnswers(found.item, options)) }
}

function valueOf<T>({ item, plugin }: Registered<Tier>, answered: Answered<T>): T {
  if ('value' in answered) return answered.value
  const faults = answered.faults.map((fault) => `tiers.${item.id}.${fault}`)
  throw failureOf(plugin, new Error(faults.join('; ')), 'PLUGIN_INVALID').error
}

/**
 * @returns the nodes that a deploy walks
 * @throws GmError PLUGIN_FAILED and PLUGIN_INVALID for a tier that throws or builds what could not be taken down again
 */
export async function buildGraph(
  registry: Registry,
  { item: tier, plugin, options, front }: ChosenTier,
  { facts, stack }: { readonly facts: Facts; readonly stack: Stack },
): Promise<readonly Step[]> {
  return namingPlugin(plugin, () => {
    const graph = new GraphBuilder()
    tier.build(graph, { facts, options, front, stack, resources, blocks })
    assertContributed(graph.steps(), registry)
    return graph.steps()
  })
}

/** A destroy knows the ledger and what plugins contribute, and no graph. */
function assertContributed(steps: readonly Step[], registry: Registry): void {
  const find = resourceFinder(registry)
  const strange = steps.flatMap((step) =>
    step.kind === 'resource' && find(step.resource.type) === undefined ? [step.resource.type] : [],
  )
  if (strange.length === 0) return
  throw new GmError(
    'PLUGIN_INVALID',
    `its graph holds ${strange.join(', ')}, which no plugin contributes as a resource: a destroy could not remove it`,
  )
}

/**
 * @returns what the stack's tier tells of it
 * @throws GmError PLUGIN_INVALID for a tier that tells nonsense
 */
export function publishedFor(chosen: Registered<Tier>, document: Pick<Document, 'config' | 'nodes'>): Published {
  const options = (document.config as unknown as DeployConfig).options
  const { front } = valueOf(chosen, tierAnswers(chosen.item, options))
  const outputs = Object.fromEntries(rowsInUse(document.nodes).map(([id, row]) => [id, row.outputs]))
  return valueOf(chosen, publishedBy(chosen.item, { options, front, outputs }))
}

/**
 * Keeps a document's URL and tier fields true to its ledger. Never throws: what was made has to be recorded whatever a
 * plugin does, so a tier that is missing or tells nonsense leaves what it told last.
 * @param chosen the tier of the stack, where its plugin is here
 */
export function publishing(chosen: Registered<Tier> | undefined): (document: Document) => Document {
  return (document) => {
    if (document.status === 'destroyed') return { ...document, n8n_url: null, dns_record: null, tier_outputs: {} }
    if (chosen === undefined) return document
    try {
      const { url, dns = null, fields = {} } = publishedFor(chosen, document)
      return { ...document, n8n_url: url, dns_record: dns, tier_outputs: fields }
    } catch {
      return document
    }
  }
}
