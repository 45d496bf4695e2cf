// What a small stack consists of, and what belongs to whom.
import type { World, Inventory } from './world.js'

/** Everything of one stack in a network of its own, one by one; its parameters apart. */
export const parts = {
  vpc: 1, subnet: 2, gateway: 1, firewall: 2, machine: 1, address: 1, 'launch-template': 1, volume: 1, interface: 3,
  'file-system': 1, 'mount-target': 2, role: 1, 'instance-profile': 1,
}

/** What outlives its machine: all that is there after a destroy or a rollback. */
export const data = ['file-system', 'parameter']

/** Disks and interfaces come and go with what they hang on. */
const attached = ['volume', 'interface']

/** @returns ids of things in the account that no state document knows */
export async function unrecorded(world: World, name: string, inventory: Inventory): Promise<string[]> {
  const text = JSON.stringify((await world.document(name))['nodes'])
  const things = Object.entries(inventory).filter(([type]) => !attached.includes(type)).flatMap(([, list]) => list)
  return things.map(({ id }) => id).filter((id) => !text.includes(recordedAs(id)))
}

/** Parameters are recorded by the path that they have in common. */
function recordedAs(id: string): string {
  return /^\/geusemaker\/[^/]+/.exec(id)?.[0] ?? id
}
