// A composition at its place: one stack of one account on one instance. What a tier builds from, and what every command
// says about a stack. Pure; the cloud is not asked.
import { GmError, type Front, type InstanceShape, type Service, type Site, type StackPlan } from '@geuse/plugin-api'
import { parameterPath } from '../aws/common/names.js'
import { composeDocument, configError, type ComposeDocument, type Composed, type Credential } from '../compose/index.js'
import { packBundle, packUserData, userDataScript, type Bundle } from '../instance/index.js'
import { bundleOf, type BundleInput, type StackIdentity } from './bundle.js'
import { assertComplete, composeFor, memoryOf, type Composition, type StackService } from './composition.js'
import { originSecret } from '../model/origin-secret.js'
import { siteAt } from '../model/site.js'

/** What Caddy waits for on a silent connection when nobody says otherwise: 5 minutes, its `timeouts` option. */
const usualIdleSeconds = 300

/** A stack at its place. */
export interface Stack extends StackPlan {
  /** In the order of starting. */
  readonly services: readonly StackService[]
  readonly credentials: readonly Credential[]
  readonly front: Front
  document(site: Site): ComposeDocument
  bundle(input: BundleInput): Bundle
  /** Everything that an instance would be given, readable: files by path, `user-data.sh` among them. */
  renderFiles(input: BundleInput): Readonly<Record<string, string>>
}

/**
 * @param composition what the config makes of the services
 * @param identity whose stack
 * @param instance as far as containers care
 * @param front what the tier puts before the services
 * @returns declarations, and pure functions of what a run finds out later
 * @throws GmError CONFIG_INVALID for a composition with faults, or that this instance cannot hold; PLUGIN_FAILED when a
 *   service's function throws
 */
export function place(composition: Composition, identity: StackIdentity, instance: InstanceShape, front: Front): Stack {
  assertComplete(composition)
  const { services, credentials, memoryMiB } = composition
  const secrets = front.originSecret === true ? [originSecret, ...composition.secrets] : composition.secrets
  const primary = composition.primary as Service
  assertGpu(services, instance)
  const composedAt = (site: Site) => sameLimits(composeFor(composition, site, instance), memoryMiB)
  const bundle = (where: BundleInput) =>
    bundleOf({
      identity,
      instance,
      front,
      primary,
      waves: composition.waves,
      composed: composedAt(where.site),
      where,
    })
  const script = (where: BundleInput) => userDataScript(identity.name, bundle(where))
  return {
    name: identity.name,
    id: identity.id,
    secrets,
    credentials,
    parameterPath: parameterPath(identity),
    memoryMiB,
    primary: { health: primary.ingress?.health ?? '/', idleSeconds: primary.ingress?.idleSeconds ?? usualIdleSeconds },
    diskGiB: diskOf(services.map(({ service }) => service)),
    services: composition.described,
    front,
    site: (host) => siteAt(host, front),
    document: (site) => composeDocument(composedAt(site), { ...front, primary, site }, instance),
    bundle,
    packedBundle: (where) => packBundle(bundle(where)),
    userData: (where) => packUserData(script(where)),
    renderFiles: (where) => rendered(bundle(where), script(where)),
  }
}

function assertGpu(services: Composition['services'], instance: InstanceShape): void {
  if (instance.gpu) return
  const problems = services
    .filter(({ service }) => service.gpu === 'required')
    .map(({ service }) => configError(`${service.id} needs an instance with a GPU`, 'gm tiers'))
  if (problems.length > 0) throw GmError.all('This instance does not do', problems)
}

/** The instance was chosen by the limits that were declared; others would not fit on it. */
function sameLimits(composed: readonly Composed[], memoryMiB: number): readonly Composed[] {
  const now = memoryOf(composed)
  if (now === memoryMiB) return composed
  throw new GmError(
    'PLUGIN_INVALID',
    `A service's memory limits depend on its address or instance: ${memoryMiB} MiB were declared, ${now} MiB are asked for`,
  )
}

/** System and images; and for each volume on the instance's own disk, room for a few models or a million vectors. */
function diskOf(services: readonly Service[]): number {
  const local = services
    .flatMap((service) => Object.values(service.volumes ?? {}))
    .filter(({ kind }) => kind !== 'shared')
  return 40 + 20 * local.length
}

function rendered(bundle: Bundle, script: string): Record<string, string> {
  return { ...Object.fromEntries(bundle.files.map(({ path, text }) => [path, text])), 'user-data.sh': script }
}
