// What a small stack consists of, and what belongs to whom.
import type { Inventory, Thing, TestAccount } from './test-account.js'

/** Everything of one stack in a network of its own, one by one; its parameters apart. */
export const parts = {
  vpc: 1,
  subnet: 2,
  'internet-gateway': 1,
  'security-group': 2,
  instance: 1,
  'elastic-ip': 1,
  bundle: 1,
  'launch-template': 1,
  volume: 1,
  interface: 3,
  'file-system': 1,
  'mount-target': 2,
  role: 1,
  'instance-profile': 1,
}

/** What outlives its instance: all that is there after a destroy or a rollback. */
export const data = ['file-system', 'parameter']

/** Disks and interfaces come and go with what they hang on. */
const attached = ['volume', 'interface']

/** @returns ids of things in the account that no state document knows, neither by id nor as about to be made */
export async function unrecorded(world: TestAccount, name: string, inventory: Inventory): Promise<string[]> {
  const { nodes } = (await world.document(name)) as {
    nodes: Readonly<Record<string, { readonly status: string; readonly type: string }>>
  }
  const text = JSON.stringify(nodes)
  const begun = (type: string, { tags }: Thing): boolean =>
    nodes[tags['geusemaker:node'] ?? '']?.status === 'creating' ||
    Object.values(nodes).some((node) => node.type === type && node.status === 'creating')
  const things = Object.entries(inventory)
    .filter(([type]) => !attached.includes(type))
    .flatMap(([type, list]) => list.map((thing) => ({ type, thing })))
  return things
    .filter(({ type, thing }) => !text.includes(recordedAs(thing.id)) && !begun(type, thing))
    .map(({ thing }) => thing.id)
}

/** Secrets are recorded by the path that they have in common. */
function recordedAs(id: string): string {
  return /^\/geusemaker\/(?!bundles\/)[^/]+/.exec(id)?.[0] ?? id
}
