// Which networks a container stands in: that of its own service, and those of the services that it has to do with. The
// main container reaches whatever its service uses; another one only what it was told of.
import type { Container } from '@geuse/plugin-api'
import { containerName } from '../model/container-name.js'
import type { Composed } from './composed.js'

/**
 * @param composed the container's service
 * @param name the container's name within it
 * @returns names of networks, in order
 */
export function networksOf(composed: Composed, name: string): string[] {
  const { service, containers, uses } = composed
  const container = containers[name]
  const reached = uses.filter(
    (use) =>
      name === 'main' ||
      container === undefined ||
      container.secrets?.some((secret) => secret === use.name) === true ||
      names(containerName(use.provider.id, 'main'), told(composed, container)),
  )
  return [...new Set([service.id, ...reached.map((use) => use.provider.id)])].sort()
}

/** Everything that a container is told: a host that it is to reach is in there. */
function told({ files }: Composed, container: Container): string {
  const { environment = {}, entrypoint, command, healthcheck } = container
  const read = Object.keys(container.files ?? {}).map((file) => files[file]?.text)
  return [...Object.values(environment), entrypoint, command, healthcheck?.command, ...read].flat().join('\n')
}

/** Whether a text has the host as a whole word: `db` is in `http://db:5432`, and not in `db-for-web`. */
function names(host: string, text: string): boolean {
  return text.split(/[^A-Za-z0-9_-]+/).includes(host)
}
