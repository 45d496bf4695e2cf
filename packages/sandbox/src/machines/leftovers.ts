// What belongs to which account, and taking away what belongs to one that has ended.
import { docker, tryDocker } from '../docker/docker.js'
import { beganAt } from '../is-alive.js'

const key = 'geusemaker-sandbox'

/** @param pid of an account. @returns the label of its containers */
export async function labelOf(pid: number): Promise<string> {
  return `${key}=${pid}.${await beganAt(pid)}`
}

/** Takes away every container that carries the label. */
export async function removeLabelled(label: string): Promise<void> {
  const ids = (await docker(['ps', '--all', '--quiet', '--filter', `label=${label}`]))
    .split('\n')
    .filter((id) => id !== '')
  if (ids.length > 0) await tryDocker(['rm', '--force', '--volumes', ...ids])
}

/** Takes away what accounts left that were ended, and whoever cleans up after them too. */
export async function removeOrphans(): Promise<void> {
  const format = `{{.Label "${key}"}}`
  const owners = (await docker(['ps', '--all', '--filter', `label=${key}`, '--format', format])).split('\n')
  for (const owner of new Set(owners.filter((each) => each !== ''))) {
    const [pid = '', began] = owner.split('.')
    if ((await beganAt(Number(pid))) !== began) await removeLabelled(`${key}=${owner}`)
  }
}
