// Which actions of IAM the life of a stack needs: what the host's own looks ask, and what each resource and check of
// the tier's graph says that it needs. A scenario holds the list against the calls of real runs, both ways.
import type { Facts, Needs } from '@geuse/plugin-api'
import { findStacksActions } from '../../aws/cleanup/find-stacks.js'
import { discoveryActions } from '../../aws/discovery/discover.js'
import type { Step } from '../../engine/graph.js'
import type { Stack } from '../../stack/place.js'
import type { ResolvedStack } from '../deploy/resolve-stack.js'
import { buildGraph } from '../deploy/tier.js'

/**
 * @param resolved what is asked for
 * @param stack the same in its place
 * @param accountId twelve digits
 * @returns the actions of whoever deploys it and looks after it, in alphabetical order; where a deploy decides whether
 *   it makes a network, those of both ways
 * @throws GmError PLUGIN_FAILED, PLUGIN_INVALID for a tier whose graph cannot be used
 */
export async function lifeActions(resolved: ResolvedStack, stack: Stack, accountId: string): Promise<string[]> {
  const { registry, tier } = resolved
  const graphs = await Promise.all(
    networksOf(resolved).map((network) =>
      buildGraph(registry, tier, { facts: standInFacts(resolved, accountId, network), stack }),
    ),
  )
  return actionsOf(tier.needs, graphs.flat())
}

/** @returns what the looks before a deploy and the steps of a graph need, in alphabetical order */
export function actionsOf(needs: Needs, steps: readonly Step[], more: readonly string[] = []): string[] {
  const own = steps.flatMap((step) => (step.kind === 'check' ? step.check.iam : step.resource.iam))
  return [...new Set([...discoveryActions(needs), ...findStacksActions, ...own, ...more])].toSorted()
}

type Network = Facts['network']

/** Where only the account knows whether there is a default VPC that will do, both ways. */
function networksOf({ stored, tier }: ResolvedStack): readonly Network[] {
  if (stored !== undefined) return [(stored.facts as unknown as Facts).network]
  const { vpc, subnet } = tier.needs.network ?? {}
  if (vpc === 'new') return [undefined]
  return vpc !== undefined || subnet !== undefined ? [adopted] : [undefined, adopted]
}

const zones = ['a', 'b', 'c']
const adopted: NonNullable<Network> = {
  vpcId: 'vpc-00000000000000000',
  cidr: '10.0.0.0/16',
  subnets: zones.map((zone) => ({ subnetId: `subnet-0000000000000000${zone}`, zone })),
}

/** What no action depends on has a stand-in. */
function standInFacts({ config, tier }: ResolvedStack, accountId: string, network: Network): Facts {
  const { arch = 'x86_64', types = ['t3.large'] } = tier.needs.instance
  const { keyPair } = tier.needs
  return {
    accountId,
    region: config.region,
    arch,
    zones,
    image: { id: 'ami-00000000000000000', rootDevice: '/dev/xvda', minimumGiB: 8 },
    instanceTypes: types.map((type) => ({ type, memoryMiB: 8192, zones })),
    ...(network === undefined ? {} : { network }),
    ...(keyPair === undefined ? {} : { keyPair }),
  }
}
