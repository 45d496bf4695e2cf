// The order in which the instance starts the services: a wave goes up when what it uses is healthy and its accounts
// have been made. What the stack can do without is marked, so that nothing waits for it.
import type { PlanRow } from '@geuse/instance-contract'
import type { Service } from '@geuse/plugin-api'
import { containerName } from '../model/container-name.js'
import type { Composed } from './composed.js'
import { provisionsOf } from './provision.js'

/** `up`: compose services that go up together; `run`: one that runs to its end; with `?`: nothing waits for it. */
type Step = PlanRow<'steps'>

/**
 * @param waves services by wave, as selected
 * @param composed the same services, composed
 * @param needed ids of those that the stack cannot do without
 * @returns the steps, without the reverse proxy, which starts last; of the optional services one a step
 */
export function startSteps(
  waves: readonly (readonly Service[])[],
  composed: readonly Composed[],
  needed: ReadonlySet<string>,
): Step[] {
  return waves.flatMap((wave) => {
    const members = composed.filter((one) => wave.includes(one.service))
    const runs = members.flatMap(provisionsOf).map(({ name, use }): Step => {
      const both = needed.has(use.consumer.id) && needed.has(use.provider.id)
      return { kind: both ? 'run' : 'run?', containers: [name] }
    })
    const together = members.filter(({ service }) => needed.has(service.id)).flatMap(containerNames)
    const apart = members.filter(({ service }) => !needed.has(service.id))
    return [
      ...runs,
      ...(together.length === 0 ? [] : [{ kind: 'up', containers: together } as const]),
      ...apart.map((one): Step => ({ kind: 'up?', containers: containerNames(one) })),
    ]
  })
}

function containerNames({ service, containers }: Composed): string[] {
  return Object.keys(containers).map((name) => containerName(service.id, name))
}

/**
 * @param primary id of the service that the public URL leads to
 * @returns images without repeats, the primary service's first
 */
export function pullOrder(composed: readonly Composed[], primary: string, last: string): string[] {
  const first = [...composed].sort((a, b) => Number(b.service.id === primary) - Number(a.service.id === primary))
  return [...new Set([...first.flatMap((one) => Object.values(one.containers).map(({ image }) => image)), last])]
}
