// A tier at work: its share of the config, read by its own schema, and the graph that it builds of it; refused where it
// holds what could not be taken down again.
import { GmError, type Facts, type Tier } from '@geuse/plugin-api'
import { z } from 'zod'
import { blocks } from '../aws/blocks/index.js'
import { stock } from '../aws/stock/index.js'
import type { Registry } from '../contributions/index.js'
import { GraphBuilder, type Step } from '../engine/graph.js'
import { blaming } from './blame.js'
import type { DeployConfig } from './config.js'
import { keysOf } from './offerings.js'
import { resourceFinder } from './owners.js'
import type { Stack } from '../stack/place.js'

/** What a graph is built of. */
export interface GraphInput {
  readonly config: DeployConfig
  readonly facts: Facts
  readonly stack: Stack
}

/** A tier, and what it makes of one stack. */
export interface BuiltGraph {
  readonly tier: Tier
  readonly steps: readonly Step[]
}

/**
 * @throws GmError CONFIG_INVALID for a config that the tier does not take, PLUGIN_FAILED and PLUGIN_INVALID for a tier
 *   that throws or builds what it must not
 */
export async function buildGraph(registry: Registry, input: GraphInput): Promise<BuiltGraph> {
  const [built] = registry.tierLine(input.config.tier)
  if (built === undefined)
    throw new GmError('CONFIG_INVALID', `There is no tier '${input.config.tier}'`, { hints: ['gm tiers'] })
  const { item: tier, plugin } = built
  const config = configOf(tier, input.config)
  const steps = await blaming(plugin, () => {
    const graph = new GraphBuilder()
    tier.build(graph, { facts: input.facts, config, stack: input.stack, stock, blocks })
    demandContributed(graph.steps(), registry)
    return graph.steps()
  })
  return { tier, steps }
}

/** What belongs to the host is the host's. */
function configOf(tier: Tier, config: DeployConfig): unknown {
  const own = Object.entries(config).filter(([key]) => keysOf(tier).includes(key))
  const parsed = tier.config(z).safeParse(Object.fromEntries(own))
  if (parsed.success) return parsed.data
  throw new GmError('CONFIG_INVALID', `Tier ${tier.id} cannot be built so: ${z.prettifyError(parsed.error)}`, {
    hints: ['gm deploy --help'],
  })
}

/** A destroy knows the ledger and what plugins contribute, and no graph. */
function demandContributed(steps: readonly Step[], registry: Registry): void {
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
