// Why the reverse proxy would not start: it must exist, know its site, and reach the service behind it.
import type { Bundle } from './bundle.js'
import type { ComposeFile, ComposeService } from './compose-file.js'
import { type Given, containerObstacle } from './container-check.js'
import type { BootFailure } from './boot-failure.js'
import { planTable } from './plan.js'

const files = '/run/geusemaker/files/'

/** The text of the configuration that the edge is given. */
function configuration(bundle: Bundle, edge: ComposeService): string {
  const sources = edge.binds.map(({ source }) => source).filter((source) => source.startsWith(files))
  const templates = planTable(bundle, 'templates')
    .filter(({ file }) => sources.includes(files + file))
    .map(({ template }) => template)
  return templates.map((template) => bundle.files.get(`templates/${template}`)?.text ?? '').join('\n')
}

/** The upstream that does not exist or shares no network with the edge. */
function lostUpstream(file: ComposeFile, edge: ComposeService, text: string): string | undefined {
  return [...text.matchAll(/reverse_proxy\s+(?:https?:\/\/)?([a-z0-9-]+):\d+/g)]
    .map((match) => match[1] ?? '')
    .find((name) => {
      const upstream = file.services.find((service) => service.name === name)
      return !upstream?.networks.some((network) => edge.networks.includes(network))
    })
}

/** Why the edge would not come up and answer; undefined when it would. */
export function edgeObstacle(given: Given, file: ComposeFile): BootFailure {
  const { bundle } = given
  const edge = file.services.find(({ name }) => name === 'edge')
  if (!edge) return 'no such service: edge'
  const obstacle = containerObstacle(given, file, edge)
  if (obstacle !== undefined) return obstacle
  const text = configuration(bundle, edge)
  const { host } = new URL(planTable(bundle, 'stack').url)
  if (!text.includes(host) && !/^:\d+ \{/m.test(text))
    return `not healthy: edge: no site of its configuration answers ${host}`
  const lost = lostUpstream(file, edge, text)
  return lost === undefined ? undefined : `not healthy: edge: dial tcp: lookup ${lost}: no such host`
}
