// The phases of a boot, in order: how long each takes, and what it fails without.
import type { Context } from '../account/context.js'
import { type Delay, delaySeconds } from '../clock/delays.js'
import type { Bundle } from './bundle.js'
import { type ComposeService, readCompose } from './compose-file.js'
import images from './known-images.json' with { type: 'json' }
import type { Launch } from './machine.js'
import { neededParameters, rows, stackValue } from './plan.js'
import { noMountTarget, noWayOut, parametersBelow, publicAddress, rights } from './surroundings.js'

/** What a phase looks at. */
export interface Boot { readonly cx: Context, readonly launch: Launch, readonly bundle: Bundle }

/** Why a phase cannot be passed; undefined when it can. */
export type Obstacle = string | undefined

/** One phase. */
export interface Phase {
  readonly name: string
  readonly seconds: (bundle: Bundle) => number
  readonly obstacle: (boot: Boot) => Promise<Obstacle>
  /** For how long the phase tries again. */
  readonly retries?: Delay
}

const takes = (delay: Delay) => (): number => delaySeconds(delay)
const each = (delay: Delay, table: string) => (bundle: Bundle): number => delaySeconds(delay) * rows(bundle, table).length

const egress = async ({ cx, launch, bundle }: Boot): Promise<Obstacle> => {
  const wanted = stackValue(bundle, 'address')
  if (wanted !== '' && (await publicAddress(cx, launch)) !== wanted) return `the address ${wanted} is not associated with this machine`
  return noWayOut(cx, launch)
}

const MOUNT_ACTIONS = ['ClientMount', 'ClientWrite', 'ClientRootAccess'] as const

const mount = async ({ cx, launch, bundle }: Boot): Promise<Obstacle> => {
  const id = stackValue(bundle, 'file_system_id')
  const obstacle = await noMountTarget(cx, launch, id)
  if (obstacle !== undefined) return obstacle
  const may = await rights(cx, launch)
  const resource = `arn:aws:elasticfilesystem:${launch.region}:${launch.account}:file-system/${id}`
  const missing = MOUNT_ACTIONS.find((action) => !may({ action: `elasticfilesystem:${action}`, resource }))
  return missing === undefined ? undefined : `mount.nfs4: access denied by server: the role lacks elasticfilesystem:${missing}`
}

const directories = async ({ bundle }: Boot): Promise<Obstacle> => {
  const bad = rows(bundle, 'directories').find(([path = '', uid = '', mode = '']) => !path.startsWith('/') || !/^\d+$/.test(uid) || !/^0?[0-7]{3}$/.test(mode))
  return bad && `plan/directories.tsv: bad row: ${bad.join(' ')}`
}

const secrets = async ({ cx, launch, bundle }: Boot): Promise<Obstacle> => {
  const path = stackValue(bundle, 'parameter_path')
  const needed = neededParameters(bundle)
  const template = rows(bundle, 'templates').find(([name = '']) => !bundle.files.has(`templates/${name}`))
  if (template) return `template ${template[0]} is not in the bundle`
  if (needed.length === 0) return undefined
  const resource = `arn:aws:ssm:${launch.region}:${launch.account}:parameter${path}`
  const may = await rights(cx, launch)
  if (!may({ action: 'ssm:GetParametersByPath', resource })) return `AccessDeniedException: not authorized to perform ssm:GetParametersByPath on ${resource}`
  const there = await parametersBelow(cx, launch, path)
  const missing = needed.filter((name) => !there.has(`${path}/${name}`))
  return missing.length === 0 ? undefined : `parameters missing below ${path}: ${missing.join(', ')}`
}

const tagged = (image: string): string => image.replace(/^docker\.io\/(library\/)?/, '').replace(/@sha256:[0-9a-f]{64}$/, '')

const pullImages = async ({ bundle }: Boot): Promise<Obstacle> => {
  const unknown = rows(bundle, 'images').map(([image = '']) => image).find((image) => !images.images.includes(tagged(image)))
  return unknown === undefined ? undefined : `manifest for ${unknown} not found: manifest unknown`
}

const sourceMissing = (bundle: Bundle, source: string): boolean => {
  const secretFiles = rows(bundle, 'secrets').map(([, file = '']) => `/run/geusemaker/secrets/${file}`)
  const filledFiles = rows(bundle, 'templates').map(([, file = '']) => `/run/geusemaker/files/${file}`)
  if (source.startsWith('/run/geusemaker/secrets/')) return !secretFiles.some((file) => file === source || file.startsWith(`${source}/`))
  if (source.startsWith('/run/geusemaker/files/')) return !filledFiles.some((file) => file === source || file.startsWith(`${source}/`))
  if (source.startsWith('/opt/geusemaker/current/')) return ![...bundle.files.keys()].some((path) => `/opt/geusemaker/current/${path}`.startsWith(source))
  return /^\/(mnt\/efs|var\/lib\/geusemaker)\//.test(source) && !rows(bundle, 'directories').some(([path]) => path === source)
}

const serviceObstacle = (bundle: Bundle, service: ComposeService): Obstacle => {
  if (service.image === '') return `service "${service.name}" has neither an image nor a build context`
  if (!rows(bundle, 'images').some(([image]) => image === service.image)) return `image ${service.image} of ${service.name} was not pulled`
  if (!service.limited) return `service "${service.name}" has no memory limit`
  const missing = service.sources.find((source) => sourceMissing(bundle, source))
  return missing === undefined ? undefined : `invalid mount config for ${service.name}: bind source path does not exist: ${missing}`
}

const services = async ({ bundle }: Boot): Promise<Obstacle> => {
  const found = readCompose(bundle.files.get('compose.yaml')?.text)
  if ('reason' in found) return found.reason
  const started = rows(bundle, 'steps').flatMap(([, ...names]) => names).filter((name) => name !== '')
  const stranger = started.find((name) => !found.some((service) => service.name === name))
  if (stranger !== undefined) return `no such service: ${stranger}`
  if (started.length === 0) return 'plan/steps.tsv starts nothing'
  return found.map((service) => serviceObstacle(bundle, service)).find((obstacle) => obstacle !== undefined)
}

const jobs = async ({ bundle }: Boot): Promise<Obstacle> => {
  const bad = rows(bundle, 'jobs').find(([, , , script = '']) => bundle.files.get(`scripts/${script}`)?.mode !== '0755')
  return bad && `job ${bad[0]}/${bad[1]}: scripts/${bad[3]}: No such file or directory`
}

const edge = async ({ bundle }: Boot): Promise<Obstacle> => {
  const found = readCompose(bundle.files.get('compose.yaml')?.text)
  return !('reason' in found) && found.some(({ name }) => name === 'edge') ? undefined : 'no such service: edge'
}

const nothing = async (): Promise<Obstacle> => undefined

/** The phases, in order. */
export const PHASES: readonly Phase[] = [
  { name: 'egress', seconds: takes('bootEgress'), obstacle: egress, retries: 'bootAddressDeadline' },
  { name: 'packages', seconds: takes('bootPackages'), obstacle: nothing },
  { name: 'compose', seconds: takes('bootCompose'), obstacle: nothing },
  { name: 'mount', seconds: takes('bootMount'), obstacle: mount, retries: 'bootMountDeadline' },
  { name: 'directories', seconds: takes('bootDirectories'), obstacle: directories },
  { name: 'secrets', seconds: takes('bootSecrets'), obstacle: secrets },
  { name: 'images', seconds: each('bootImage', 'images'), obstacle: pullImages },
  { name: 'services', seconds: each('bootService', 'steps'), obstacle: services },
  { name: 'jobs', seconds: each('bootJob', 'jobs'), obstacle: jobs },
  { name: 'edge', seconds: takes('bootEdge'), obstacle: edge },
]
