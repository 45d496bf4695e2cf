// The phases of a boot, in order: how long each takes, and what it fails without.
import type { BootPhase, PlanTable } from '@geuse/instance-contract'
import { type Delay, delaySeconds } from '../clock/delays.js'
import type { Bundle } from './bundle.js'
import { readCompose } from './compose-file.js'
import { edgeObstacle } from './edge-check.js'
import { leaseObstacle } from './lease.js'
import { fetchBundle } from './fetch-bundle.js'
import { isKnownImage, notPulled } from './images.js'
import { type Boot, type BootFailure, first, missingFile } from './boot-failure.js'
import { neededParameters, planObstacle, planTable } from './plan.js'
import { neededContainers, neededJobs, wellness } from './wellness.js'
import { noMountTarget, noWayOut, parametersBelow, publicAddress, rights } from './surroundings.js'

/** One phase. */
export interface Phase {
  readonly name: BootPhase
  readonly seconds: (bundle: Bundle) => number
  /** What it does one by one, as `gmctl status` tells it. */
  readonly steps?: (bundle: Bundle) => { readonly kind: 'image' | 'service'; readonly names: readonly string[] }
  readonly obstacle: (boot: Boot) => Promise<BootFailure> | BootFailure
  /** For how long the phase tries again. */
  readonly retries?: Delay
  /** Whether trying again can help; always when nothing is said. */
  readonly passing?: (obstacle: string) => boolean
}

function takes(delay: Delay) {
  return (): number => delaySeconds(delay)
}

function each(delay: Delay, table: Exclude<PlanTable, 'stack'>) {
  return (bundle: Bundle): number =>
    planObstacle(bundle, [table]) === undefined ? delaySeconds(delay) * planTable(bundle, table).length : 0
}

async function egress({ cx, launch, bundle }: Boot): Promise<BootFailure> {
  const wanted = planTable(bundle, 'stack').address
  if (wanted !== undefined && (await publicAddress(cx, launch)) !== wanted)
    return `the address ${wanted} was not associated with this instance`
  return noWayOut(cx, launch)
}

/** The rest of the bundle is there from then on. */
async function fetchRest(boot: Boot): Promise<BootFailure> {
  const { bundle } = boot
  if (bundle.awaited === undefined) return undefined
  const whole = await fetchBundle(boot, bundle.awaited)
  if ('reason' in whole) return whole.reason
  bundle.files = whole.files
  bundle.awaited = undefined
  return undefined
}

const mountActions = ['ClientMount', 'ClientWrite', 'ClientRootAccess'] as const

async function mount({ cx, launch, bundle }: Boot): Promise<BootFailure> {
  const id = planTable(bundle, 'stack').file_system_id
  const obstacle = await noMountTarget(cx, launch, id)
  if (obstacle !== undefined) return obstacle
  const may = await rights(cx, launch)
  const resource = `arn:aws:elasticfilesystem:${launch.region}:${launch.account}:file-system/${id}`
  const missing = mountActions.find((action) => !may({ action: `elasticfilesystem:${action}`, resource }))
  return missing === undefined
    ? undefined
    : `mount.nfs4: access denied by server: the role lacks elasticfilesystem:${missing}`
}

function directories({ bundle }: Boot): BootFailure {
  return planObstacle(bundle, ['directories', 'hooks']) ?? missingFile(bundle, ['geusemaker.service'])
}

function secretFiles(bundle: Bundle): BootFailure {
  return (
    planObstacle(bundle, ['secrets', 'templates']) ??
    missingFile(
      bundle,
      planTable(bundle, 'templates').map(({ template }) => `templates/${template}`),
    )
  )
}

async function secrets({ cx, launch, bundle }: Boot): Promise<BootFailure> {
  const path = planTable(bundle, 'stack').parameter_path
  const resource = `arn:aws:ssm:${launch.region}:${launch.account}:parameter${path}`
  const may = await rights(cx, launch)
  if (!may({ action: 'ssm:GetParametersByPath', resource }))
    return `AccessDeniedException: not authorized to perform ssm:GetParametersByPath on ${resource}`
  const lacking = secretFiles(bundle)
  if (lacking !== undefined) return lacking
  const there = await parametersBelow(cx, launch, path)
  return first(neededParameters(bundle), (name) =>
    there.has(`${path}/${name}`) ? undefined : `the parameter ${path}/${name} is missing`,
  )
}

function pullImages({ bundle, cx }: Boot): BootFailure {
  const lacking = planObstacle(bundle, ['images'])
  if (lacking !== undefined) return lacking
  const unknown = planTable(bundle, 'images')
    .filter(({ kind }) => kind === 'needed')
    .map(({ image }) => image)
    .filter((image) => !isKnownImage(image, cx.settings.images))
  return unknown.length > 0 ? notPulled(unknown) : undefined
}

function services({ bundle, cx }: Boot): BootFailure {
  const file = readCompose(bundle.files.get('compose.yaml')?.text)
  if ('reason' in file) return file.reason
  return planObstacle(bundle, ['steps']) ?? first(neededContainers(bundle), (name) => wellness(cx, bundle, file, name))
}

function jobs({ bundle }: Boot): BootFailure {
  return (
    planObstacle(bundle, ['jobs', 'environment']) ??
    first(neededJobs(bundle), ({ service, job, script }) => {
      const missing = missingFile(bundle, [`scripts/${script}`])
      if (missing !== undefined) return missing
      return bundle.files.get(`scripts/${script}`)?.mode === '0755'
        ? undefined
        : `the job ${job} of ${service} did not succeed: Permission denied`
    })
  )
}

/** Docker's own health checks may still pass, as they are asked again and again; nothing else changes by waiting. */
function mayRecover(obstacle: string): boolean {
  return /^not healthy: [^:]+$/.test(obstacle)
}

function edge({ bundle, cx }: Boot): BootFailure {
  const file = readCompose(bundle.files.get('compose.yaml')?.text)
  return 'reason' in file ? file.reason : edgeObstacle({ bundle, images: cx.settings.images }, file)
}

function imageSteps(bundle: Bundle) {
  const images = planObstacle(bundle, ['images']) === undefined ? planTable(bundle, 'images') : []
  return { kind: 'image' as const, names: images.map(({ image }) => image) }
}

function serviceSteps(bundle: Bundle) {
  const isReadable = planObstacle(bundle, ['steps']) === undefined
  return { kind: 'service' as const, names: isReadable ? neededContainers(bundle) : [] }
}

/** Fetched beside the packages: only what it takes longer than they do is to be waited for. */
function besidePackages(delay: Delay) {
  return (): number => Math.max(0, delaySeconds(delay) - delaySeconds('bootPackages'))
}

function nothing(): BootFailure {
  return undefined
}

/** The phases, in order. */
export const phases: readonly Phase[] = [
  { name: 'egress', seconds: takes('bootEgress'), obstacle: egress, retries: 'bootAddressDeadline' },
  { name: 'packages', seconds: takes('bootPackages'), obstacle: nothing },
  { name: 'compose', seconds: besidePackages('bootCompose'), obstacle: nothing },
  { name: 'bundle', seconds: besidePackages('bootBundle'), obstacle: fetchRest, retries: 'bootBundleDeadline' },
  { name: 'mount', seconds: takes('bootMount'), obstacle: mount, retries: 'bootMountDeadline' },
  { name: 'lease', seconds: takes('bootLease'), obstacle: leaseObstacle, retries: 'bootLeaseDeadline' },
  { name: 'directories', seconds: takes('bootDirectories'), obstacle: directories },
  { name: 'secrets', seconds: takes('bootSecrets'), obstacle: secrets },
  { name: 'images', seconds: each('bootImage', 'images'), steps: imageSteps, obstacle: pullImages },
  {
    name: 'services',
    seconds: each('bootService', 'steps'),
    steps: serviceSteps,
    obstacle: services,
    retries: 'bootServicesDeadline',
    passing: mayRecover,
  },
  { name: 'jobs', seconds: each('bootJob', 'jobs'), obstacle: jobs },
  { name: 'edge', seconds: takes('bootEdge'), obstacle: edge },
]
