// The order in which the machine starts the services: a wave goes up when what it uses is healthy and its accounts
// have been made.
import type { Service } from '@geuse/plugin-api'
import type { Composed } from './composed.js'
import { containerName } from './context.js'
import { provisionsOf } from './provision.js'

/** `up`: compose services that go up together; `run`: one that runs to its end. */
export type Step = readonly ['up' | 'run', ...string[]]

/**
 * @param waves services by wave, as selected
 * @param composed the same services, composed
 * @returns the steps, without the front door, which opens last
 */
export function startSteps(waves: readonly (readonly Service[])[], composed: readonly Composed[]): Step[] {
  return waves.flatMap((wave) => {
    const members = composed.filter((one) => wave.includes(one.service))
    const runs = members.flatMap(provisionsOf).map(({ name }): Step => ['run', name])
    const names = members.flatMap((one) =>
      Object.keys(one.containers).map((name) => containerName(one.service.id, name)),
    )
    return [...runs, ['up', ...names] as Step]
  })
}

/**
 * @param primary id of the service that the public URL leads to
 * @returns images without repeats, the primary service's first
 */
export function pullOrder(composed: readonly Composed[], primary: string, last: string): string[] {
  const first = [...composed].sort((a, b) => Number(b.service.id === primary) - Number(a.service.id === primary))
  return [...new Set([...first.flatMap((one) => Object.values(one.containers).map(({ image }) => image)), last])]
}
