// Why a container would not start or not become healthy: what it binds, who may read it, what it is told to read.
import type { Bundle } from './bundle.js'
import type { Bind, ComposeFile, ComposeService } from './compose-file.js'
import { isKnownImage } from './images.js'
import { type BootFailure, first } from './boot-failure.js'
import { planTable } from './plan.js'

const secretsFolder = '/run/geusemaker/secrets/'
const filesFolder = '/run/geusemaker/files/'
const bundleFolder = '/opt/geusemaker/current/'

/** What the boot made on the instance, and who owns it: directories, secret files, filled-in files. */
function owners(bundle: Bundle): Map<string, string> {
  return new Map([
    ...planTable(bundle, 'directories').map(({ path, uid }): [string, string] => [path, String(uid)]),
    ...planTable(bundle, 'secrets').map(({ file, uid }): [string, string] => [secretsFolder + file, String(uid)]),
    ...planTable(bundle, 'templates').map(({ file, uid }): [string, string] => [filesFolder + file, String(uid)]),
  ])
}

function isOurs(source: string): boolean {
  return [secretsFolder, filesFolder, bundleFolder, '/mnt/efs/', '/var/lib/geusemaker/'].some((prefix) =>
    source.startsWith(prefix),
  )
}

function inBundle(bundle: Bundle, source: string): boolean {
  const path = source.slice(bundleFolder.length)
  return bundle.files.has(path) || [...bundle.files.keys()].some((each) => each.startsWith(`${path}/`))
}

function bindObstacle(bundle: Bundle, service: ComposeService, { source }: Bind): BootFailure {
  if (!isOurs(source)) return undefined
  const owner = owners(bundle).get(source)
  const there = source.startsWith(bundleFolder) ? inBundle(bundle, source) : owner !== undefined
  if (!there) return `invalid mount config for ${service.name}: bind source path does not exist: ${source}`
  const stranger = owner !== undefined && service.uid !== undefined && service.uid !== owner
  return stranger
    ? `not healthy: ${service.name}: ${source}: Permission denied (owned by ${owner}, read by ${service.uid})`
    : undefined
}

/** A path below /run/secrets or /run/files that the environment names and no bind brings. */
function unboundPath(service: ComposeService): BootFailure {
  return first(Object.entries(service.environment), ([name, value]) =>
    /^\/run\/(secrets|files)\//.test(value) && !service.binds.some(({ target }) => target === value)
      ? `not healthy: ${service.name}: ${name}: ${value}: No such file or directory`
      : undefined,
  )
}

/** What an instance was given: its bundle, and what it can pull beyond the list. */
export interface Given {
  readonly bundle: Bundle
  readonly images: readonly string[]
}

/** Why the service would not come up; undefined when it would. */
export function containerObstacle({ bundle, images }: Given, file: ComposeFile, service: ComposeService): BootFailure {
  if (service.image === '') return `service "${service.name}" has neither an image nor a build context specified`
  if (!isKnownImage(service.image, images)) return `manifest for ${service.image} not found: manifest unknown`
  if (!service.limited) return `service "${service.name}" has no memory limit`
  const network = service.networks.find((name) => name !== 'default' && !file.networks.includes(name))
  if (network !== undefined) return `service "${service.name}" refers to undefined network ${network}`
  const absent = service.after.find((name) => !file.services.some((each) => each.name === name))
  if (absent !== undefined) return `service "${service.name}" depends on undefined service "${absent}"`
  return first(service.binds, (bind) => bindObstacle(bundle, service, bind)) ?? unboundPath(service)
}
