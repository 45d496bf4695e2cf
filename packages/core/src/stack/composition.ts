// What a config makes of the services that plugins brought, before anything is known of account, instance or address:
// which ones, how they are set, what they need. Mistakes and missing answers are data, so that a deploy can list them,
// a terminal can ask, and a wizard can do both.
import { GmError, type InstanceShape, type SecretDeclaration, type Service, type Site } from '@geuse/plugin-api'
import {
  checkComposed,
  compose as composeService,
  configure,
  credentials,
  edgeMemoryMiB,
  configError,
  secretDeclarations,
  selectServices,
  type Composed,
  type Credential,
  type NeededSetting,
  type RawSettings,
} from '../compose/index.js'
import { siteAt } from '../model/site.js'

/** What a config says of a stack's services. */
export interface ServiceChoice {
  /** Ids that were asked for; all that are registered when undefined. */
  readonly services?: readonly string[] | undefined
  /** Service that the public URL leads to; when undefined, the only one that can be led to. */
  readonly primary?: string | undefined
  /** `--set <service>.<key>=<value>` as typed, by service and key. */
  readonly set: Readonly<Record<string, RawSettings>>
}

/** A service with its checked settings. */
export interface ConfiguredService {
  readonly service: Service
  readonly config: unknown
}

/** One service of a stack, in words for people. */
export interface StackService {
  readonly id: string
  readonly title: string
  readonly images: readonly string[]
  readonly volumes: NonNullable<Service['volumes']>
  readonly hooks: NonNullable<Service['hooks']>
  /** What its kept data is written for; null where any version reads it. */
  readonly dataFormat: string | null
  /** What its kept data is made into, and older versions may not read; null where any reads it. */
  readonly dataVersion: string | null
  /** Whether the public URL leads to it. */
  readonly primary: boolean
}

/** Services that fit together, or why they do not. */
export interface Composition {
  /** In the order of starting. */
  readonly services: readonly ConfiguredService[]
  /** The same services in waves: each may start when the wave before it is healthy. */
  readonly waves: readonly (readonly Service[])[]
  /** What the public URL leads to; undefined where `problems` says why. */
  readonly primary: Service | undefined
  /** The same, in words; none while something is missing or wrong. */
  readonly described: readonly StackService[]
  readonly secrets: readonly SecretDeclaration[]
  readonly credentials: readonly Credential[]
  /** Sum of the containers' limits in MiB. */
  readonly memoryMiB: number
  /** Settings without a default that nobody gave. */
  readonly needs: readonly NeededSetting[]
  /** Everything else that is wrong. */
  readonly problems: readonly GmError[]
}

/**
 * What services are looked at with while address and instance are not known: their limits must not depend on either.
 */
const anySite = siteAt('192.0.2.1', { tlsEnd: 'edge', hops: 1 })
const anyInstance: InstanceShape = { arch: 'x86_64', memoryMiB: 0, gpu: false }

/**
 * @param registered every service that plugins contributed
 * @param choice what a config says of them
 * @returns the composition; with `needs` or `problems` it cannot be placed
 * @throws GmError PLUGIN_FAILED when a service's own function throws
 */
export function compose(registered: readonly Service[], choice: ServiceChoice): Composition {
  const selection = selectServices(registered, choice.services)
  const configured = selection.services.map((service) => ({
    service,
    ...configure(service, choice.set[service.id] ?? {}),
  }))
  const needs = configured.flatMap((one) => one.needs)
  const { primary, problems: primaryProblems } = choosePrimary(selection.services, choice.primary)
  const chosen = [
    ...selection.problems,
    ...strangerSettings(choice.set, selection.services),
    ...configured.flatMap(({ problems }) => problems),
    ...primaryProblems,
  ]
  const base = { services: configured, waves: selection.waves, primary, needs }
  if (needs.length + chosen.length > 0)
    return { ...base, described: [], secrets: [], credentials: [], memoryMiB: 0, problems: chosen }
  const composed = composeFor({ services: configured }, anySite, anyInstance)
  return {
    ...base,
    described: composed.map((one) => describe(one, primary)),
    secrets: secretDeclarations(selection.services),
    credentials: credentials(composed),
    memoryMiB: memoryOf(composed),
    problems: checkComposed(composed),
  }
}

/**
 * Calls every service's functions for one address and one instance.
 * @returns plain data, in the order of starting
 * @throws GmError PLUGIN_FAILED when one of them throws
 */
export function composeFor(
  { services }: Pick<Composition, 'services'>,
  site: Site,
  instance: InstanceShape,
): readonly Composed[] {
  const selected = services.map(({ service }) => service)
  return services.map(({ service, config }) => composeService({ service, config, selected, site, instance }))
}

/** @returns sum of the limits in MiB, the reverse proxy's among them */
export function memoryOf(composed: readonly Composed[]): number {
  const limits = composed.flatMap(({ containers }) => Object.values(containers).map(({ memoryMiB }) => memoryMiB))
  return limits.reduce((sum, limit) => sum + limit, edgeMemoryMiB)
}

/** @returns everything that keeps a composition from being placed, missing settings as sentences with what to type */
export function faultsOf({ needs, problems }: Pick<Composition, 'needs' | 'problems'>): GmError[] {
  return [
    ...problems,
    ...needs.map(({ service, key }) => configError(`${service}.${key} is needed`, `--set ${service}.${key}=<value>`)),
  ]
}

/** @throws GmError CONFIG_INVALID with every fault of the composition in `problems` */
export function assertComplete(composition: Pick<Composition, 'needs' | 'problems'>): void {
  const problems = faultsOf(composition)
  if (problems.length > 0) throw GmError.all('The choice of services is not right', problems)
}

function describe(
  { service, containers, dataFormat, dataVersion }: Composed,
  primary: Service | undefined,
): StackService {
  return {
    id: service.id,
    title: service.title,
    images: [...new Set(Object.values(containers).map(({ image }) => image))],
    volumes: service.volumes ?? {},
    hooks: service.hooks ?? {},
    dataFormat,
    dataVersion,
    primary: service === primary,
  }
}

function strangerSettings(settings: ServiceChoice['set'], services: readonly Service[]): GmError[] {
  return Object.entries(settings).flatMap(([id, values]) =>
    services.some((service) => service.id === id)
      ? []
      : Object.keys(values).map((key) =>
          configError(`${id}.${key} would have no effect: ${id} is not among the services of this stack`),
        ),
  )
}

interface PrimaryChoice {
  readonly primary: Service | undefined
  readonly problems: readonly GmError[]
}

function choosePrimary(services: readonly Service[], asked: string | undefined): PrimaryChoice {
  const able = services.filter((service) => service.ingress !== undefined)
  const ids = able.map(({ id }) => id).join(', ')
  if (asked !== undefined) {
    const primary = able.find(({ id }) => id === asked)
    const reason = services.some(({ id }) => id === asked)
      ? 'has nothing to show at a public URL'
      : 'is not among the services of this stack'
    return {
      primary,
      problems: primary ? [] : [configError(`${asked} ${reason}; a public URL can lead to: ${ids || 'none of them'}`)],
    }
  }
  if (able.length === 1) return { primary: able[0], problems: [] }
  const fault =
    able.length === 0
      ? configError('None of these services has anything to show at a public URL', 'gm services')
      : configError(`The public URL can lead to ${ids}`, ...able.map(({ id }) => `--primary ${id}`))
  return { primary: undefined, problems: [fault] }
}
