// From the services that plugins brought and what a person typed to services that can be composed: every problem of
// a choice at once, before the cloud is asked anything.
import type { GmError, MachineShape, Service, Site } from '@geuse/plugin-api'
import {
  checkComposed,
  compose,
  configure,
  problem,
  selectServices,
  stopAt,
  type Composed,
  type RawSettings,
  type Selection,
  type Tls,
} from '../compose/index.js'

/** What a stack is composed from. */
export interface StackInput {
  readonly name: string
  /** UUID of the stack. */
  readonly id: string
  readonly region: string
  /** Twelve digits. */
  readonly accountId: string
  /** Every service that is registered. */
  readonly services: readonly Service[]
  /** Ids that were asked for; all when undefined. */
  readonly chosen?: readonly string[] | undefined
  /** Service that the public URL leads to; when undefined, the only one that can be led to. */
  readonly primary?: string | undefined
  /** `--set <service>.<key>=<value>` as typed, by service and key. */
  readonly settings: Readonly<Record<string, RawSettings>>
  readonly tls: Tls
  readonly domain?: string | undefined
  readonly machine: MachineShape
}

/** A choice without problems. */
export interface PreparedStack {
  readonly selection: Selection
  readonly primary: Service
  /** Composes for one address, in the order of starting. */
  composeFor(site: Site): readonly Composed[]
}

/** An address of the block that is reserved for documentation: stands in where the real one is not known yet. */
const anyHost = '192.0.2.1'

/**
 * Checks a choice.
 * @returns services that compose without a problem
 * @throws GmError CONFIG_INVALID with everything that is wrong in `problems`
 */
export function prepareStack(input: StackInput): PreparedStack {
  const selection = selectServices(input.services, input.chosen)
  const configured = selection.services.map((service) => ({
    service,
    ...configure(service, input.settings[service.id] ?? {}),
  }))
  const { primary, problems: primaryProblems } = choosePrimary(selection.services, input.primary)
  stopAt('The choice of services', [
    ...selection.problems,
    ...strangerSettings(input.settings, selection.services),
    ...configured.flatMap(({ problems }) => problems),
    ...primaryProblems,
    ...gpuProblems(selection.services, input.machine),
    ...hostProblems(input.domain),
  ])
  const composeFor = (site: Site) =>
    configured.map(({ service, config }) =>
      compose({ service, config, selected: selection.services, site, machine: input.machine }),
    )
  stopAt('The composition', checkComposed(composeFor(siteFor(input.domain ?? anyHost, 1, input.tls))))
  return { selection, primary: primary as Service, composeFor }
}

/**
 * @param host name or IPv4 address of the public URL
 * @param hops proxies in front of the primary service
 * @throws GmError CONFIG_INVALID when the host is neither; it goes into configuration files
 */
export function siteFor(host: string, hops: number, tls: Tls): Site {
  stopAt('The public address', hostProblems(host))
  const https = tls !== 'off'
  return { url: `${https ? 'https' : 'http'}://${host}`, host, https, hops }
}

function hostProblems(host: string | undefined): GmError[] {
  if (
    host === undefined ||
    (host.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(host))
  )
    return []
  return [problem(`${JSON.stringify(host)} is no name or address that a public URL can have`)]
}

function strangerSettings(settings: StackInput['settings'], services: readonly Service[]): GmError[] {
  return Object.entries(settings).flatMap(([id, values]) =>
    services.some((service) => service.id === id)
      ? []
      : Object.keys(values).map((key) =>
          problem(`${id}.${key} would have no effect: ${id} is not among the services of this stack`),
        ),
  )
}

function gpuProblems(services: readonly Service[], machine: MachineShape): GmError[] {
  if (machine.gpu) return []
  return services
    .filter((service) => service.gpu === 'required')
    .map(({ id }) => problem(`${id} needs a machine with a GPU`, 'gm tiers'))
}

interface Choice {
  readonly primary: Service | undefined
  readonly problems: readonly GmError[]
}

function choosePrimary(services: readonly Service[], asked: string | undefined): Choice {
  const able = services.filter((service) => service.ingress !== undefined)
  const ids = able.map(({ id }) => id).join(', ')
  if (asked !== undefined) {
    const primary = able.find(({ id }) => id === asked)
    const reason = services.some(({ id }) => id === asked)
      ? 'has nothing to show at a public URL'
      : 'is not among the services of this stack'
    return {
      primary,
      problems: primary ? [] : [problem(`${asked} ${reason}; a public URL can lead to: ${ids || 'none of them'}`)],
    }
  }
  if (able.length === 1) return { primary: able[0], problems: [] }
  if (able.length === 0)
    return {
      primary: undefined,
      problems: [problem('None of these services has anything to show at a public URL', 'gm services')],
    }
  return {
    primary: undefined,
    problems: [problem(`The public URL can lead to ${ids}`, ...able.map(({ id }) => `--primary ${id}`))],
  }
}
