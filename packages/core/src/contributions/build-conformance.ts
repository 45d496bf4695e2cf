// Whether a tier's `build` is the pure function that it has to be: built twice, on stand-ins of the blocks and the
// built-in resources, it hands the same nodes to the same nodes.
import { isDeepStrictEqual } from 'node:util'
import type { Facts, Tier, TierInput } from '@geuse/plugin-api'

const facts: Facts = Object.freeze({
  accountId: '123456789012',
  region: 'eu-west-1',
  arch: 'x86_64',
  zones: ['eu-west-1a', 'eu-west-1b'],
  image: { id: 'ami-0123456789abcdef0', rootDevice: '/dev/xvda', minimumGiB: 8 },
  instanceTypes: [{ type: 't3.large', memoryMiB: 8192, zones: ['eu-west-1a', 'eu-west-1b'] }],
})

/** @param options those that nobody gave @returns what is wrong with `build`, a sentence each */
export function buildBreaches(tier: Tier, options: unknown): string[] {
  try {
    const [first, second] = [built(tier, options), built(tier, options)]
    if (!isDeepStrictEqual(first, second)) return ['build: must build the same of the same each time']
    const twice = first.find((id, index) => first.indexOf(id) !== index)
    return twice === undefined ? [] : [`build: the id '${twice}' is given to two nodes`]
  } catch (error) {
    return [`build: throws: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** @returns ids of the nodes that it adds, in order */
function built(tier: Tier, options: unknown): string[] {
  const ids: string[] = []
  const node = (id: string): object => {
    ids.push(id)
    return Object.freeze({ id })
  }
  const graph = { add: node, given: node, check: node, derive: () => standIn('derived') }
  const input = {
    facts,
    options,
    front: tier.front(options as never),
    stack: standIn('stack'),
    resources: standIn('resources'),
    blocks: standIn('blocks'),
  }
  tier.build(graph as never, input as unknown as TierInput<never>)
  return ids
}

/** Whatever is read of it or called is one more of its kind. */
function standIn(name: string): object {
  return new Proxy(function () {}, {
    get: (_, key) => (typeof key === 'symbol' || key === 'then' ? undefined : standIn(`${name}.${key}`)),
    apply: () => standIn(`${name}()`),
  })
}
