// What one declaration alone cannot show: names that lead nowhere once functions were called, ports that clash on one
// instance, images that are not pinned, secrets where they must not be.
import { isPinned, type Container, type GmError, type Service } from '@geuse/plugin-api'
import { containerName } from '../model/container-name.js'
import type { Composed } from './composed.js'
import { uidOf } from './composed.js'
import { publishedPorts } from './container.js'
import { accountName, placeholder } from './context.js'
import { configError } from './config-error.js'
import { provisionsOf } from './provision.js'

/** Ports of the reverse proxy, which is a container like any other. */
const edgePorts = [80, 443]
const reverseProxy = 'the reverse proxy'

/** @returns every problem of a composition; none when it can be written */
export function checkComposed(composed: readonly Composed[]): GmError[] {
  return [
    ...composed.flatMap((one) => [
      ...containerProblems(one),
      ...portProblems(one.service),
      ...readerProblems(one),
      ...jobProblems(one),
    ]),
    ...portClashes(composed),
    ...nameClashes(composed),
  ]
}

function containerProblems({ service, containers, uses, files }: Composed): GmError[] {
  const secrets = new Set([
    ...Object.keys(service.secrets ?? {}),
    ...uses.filter((use) => use.parameter !== undefined).map((use) => use.name),
  ])
  const main = containers['main'] === undefined ? [configError(`${service.id} has no container main`)] : []
  const perContainer = Object.entries(containers).flatMap(([name, container]) => [
    ...missing(service, `container ${name} names the secret`, container.secrets ?? [], secrets),
    ...missing(
      service,
      `container ${name} names the file`,
      Object.keys(container.files ?? {}),
      new Set(Object.keys(files)),
    ),
    ...missing(
      service,
      `container ${name} names the volume`,
      Object.keys(container.volumes ?? {}),
      new Set(Object.keys(service.volumes ?? {})),
    ),
    ...imageProblems(service, container),
    ...leaks(service, name, container),
    ...tagProblems(service, name, containers),
  ])
  return [...main, ...perContainer]
}

function missing(service: Service, what: string, named: readonly string[], there: ReadonlySet<string>): GmError[] {
  return named
    .filter((name) => !there.has(name))
    .map((name) => configError(`${service.id}: ${what} ${name}, which is not there`))
}

function imageProblems(service: Service, { image }: Container): GmError[] {
  return isPinned(image) ? [] : [configError(`${service.id}: image ${image} is not pinned by a tag or a digest`)]
}

/** An image that is pinned by its digest alone does not tell its version. */
function tagProblems(service: Service, name: string, containers: Composed['containers']): GmError[] {
  const { image = '', sameTagAs: other } = containers[name] ?? {}
  if (other === undefined) return []
  const partner = containers[other]
  if (partner === undefined) return missing(service, `container ${name} names the container`, [other], new Set())
  const [tag, wanted] = [tagOf(image), tagOf(partner.image)]
  if (tag === undefined || wanted === undefined || tag === wanted) return []
  const words = `${service.id}: its containers ${name} (${image}) and ${other} (${partner.image}) run only in one version`
  return [configError(`${words}: their images need the same tag`, 'gm services   # names the settings of both')]
}

function tagOf(image: string): string | undefined {
  return /^[^\s@]*[^\s@:/]:([\w][\w.-]*)(@|$)/.exec(image)?.[1]
}

/** Docker writes all of these to its disk. */
function leaks(service: Service, name: string, container: Container): GmError[] {
  const text = JSON.stringify([container.environment, container.command, container.entrypoint, container.healthcheck])
  return text.search(placeholder) < 0
    ? []
    : [configError(`${service.id}: container ${name} has a secret's value in its configuration; use a file`)]
}

function jobProblems({ service, jobs }: Composed): GmError[] {
  return jobs
    .filter((job) => JSON.stringify(job.environment).search(placeholder) >= 0)
    .map((job) => configError(`${service.id}: job ${job.name} has a secret's value in its environment; use a file`))
}

function portProblems(service: Service): GmError[] {
  const probes = service.probes.flatMap((probe) => (probe.kind === 'exec' ? [] : [probe.port]))
  const published = new Set(
    Object.entries(service.ports).flatMap(([name, port]) => (typeof port === 'number' ? [name] : [])),
  )
  return missing(service, 'a probe asks the port', [...new Set(probes)], published)
}

/** One file has one owner; containers that read the same used secret must run as the same uid. */
function readerProblems({ service, uses, containers }: Composed): GmError[] {
  return uses.flatMap(({ name }) => {
    const uids = new Set(
      Object.values(containers)
        .filter((one) => one.secrets?.includes(name))
        .map(uidOf),
    )
    return uids.size > 1 ? [configError(`${service.id}: containers of different uids read the secret ${name}`)] : []
  })
}

function portClashes(composed: readonly Composed[]): GmError[] {
  const wanted = composed.flatMap(({ service }) =>
    publishedPorts(service).map((port) => ({ what: `port ${port} of the instance`, who: service.id })),
  )
  return clashes([...edgePorts.map((port) => ({ what: `port ${port} of the instance`, who: reverseProxy })), ...wanted])
}

/**
 * Containers of all services stand side by side, and so do the accounts that are made for them: what shares a name
 * would share its data.
 */
function nameClashes(composed: readonly Composed[]): GmError[] {
  const containers = composed.flatMap((one) => {
    const own = Object.keys(one.containers).map((name) => containerName(one.service.id, name))
    return [...own, ...provisionsOf(one).map(({ name }) => name)].map((name) => ({
      what: `a container called ${name}`,
      who: one.service.id,
    }))
  })
  const accounts = composed.flatMap((one) =>
    provisionsOf(one).map(({ use }) => ({
      what: `the account ${accountName(use)} of ${use.provider.id}`,
      who: `${one.service.id} for ${use.name}`,
    })),
  )
  return [...clashes([{ what: 'a container called edge', who: reverseProxy }, ...containers]), ...clashes(accounts)]
}

interface Claim {
  readonly what: string
  readonly who: string
}

/** The first claim stands; each later one is a problem. */
function clashes(claims: readonly Claim[]): GmError[] {
  const owners = new Map<string, string>()
  return claims.flatMap(({ what, who }) => {
    const owner = owners.get(what)
    owners.set(what, owner ?? who)
    return owner === undefined ? [] : [configError(`${who} and ${owner} both want ${what}`)]
  })
}
