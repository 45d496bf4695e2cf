// What one declaration alone cannot show: names that lead nowhere once functions were called, ports that clash on one
// machine, images that are not pinned, secrets where they must not be.
import type { Container, GmError, Service } from '@geuse/plugin-api'
import type { Composed } from './composed.js'
import { uidOf } from './composed.js'
import { publishedPorts } from './container.js'
import { placeholder } from './context.js'
import { problem } from './problems.js'

/** Ports of the front door. */
const edgePorts = [80, 443]

/** @returns every problem of a composition; none when it can be written */
export function checkComposed(composed: readonly Composed[]): GmError[] {
  return [
    ...composed.flatMap((one) => [...containerProblems(one), ...portProblems(one.service), ...readerProblems(one), ...jobProblems(one)]),
    ...clashes(composed),
  ]
}

function containerProblems({ service, containers, uses, files }: Composed): GmError[] {
  const secrets = new Set([...Object.keys(service.secrets ?? {}), ...uses.filter((use) => use.parameter !== undefined).map((use) => use.name)])
  const main = containers['main'] === undefined ? [problem(`${service.id} has no container main`)] : []
  const perContainer = Object.entries(containers).flatMap(([name, container]) => [
    ...missing(service, `container ${name} names the secret`, container.secrets ?? [], secrets),
    ...missing(service, `container ${name} names the file`, Object.keys(container.files ?? {}), new Set(Object.keys(files))),
    ...missing(service, `container ${name} names the volume`, Object.keys(container.volumes ?? {}), new Set(Object.keys(service.volumes ?? {}))),
    ...imageProblems(service, container),
    ...leaks(service, name, container),
  ])
  return [...main, ...perContainer]
}

function missing(service: Service, what: string, named: readonly string[], there: ReadonlySet<string>): GmError[] {
  return named.filter((name) => !there.has(name)).map((name) => problem(`${service.id}: ${what} ${name}, which is not there`))
}

/** A tag that is not `latest`, or a digest. */
export function isPinned(image: string): boolean {
  const name = image.slice(image.lastIndexOf('/') + 1)
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true
  const tag = name.split(':')[1]
  return tag !== undefined && tag !== '' && tag !== 'latest' && !/\s/.test(image)
}

function imageProblems(service: Service, { image }: Container): GmError[] {
  return isPinned(image) ? [] : [problem(`${service.id}: image ${image} is not pinned by a tag or a digest`)]
}

/** Docker writes all of these to its disk. */
function leaks(service: Service, name: string, container: Container): GmError[] {
  const text = JSON.stringify([container.environment, container.command, container.entrypoint, container.healthcheck])
  return text.search(placeholder) < 0 ? [] : [problem(`${service.id}: container ${name} has a secret's value in its configuration; use a file`)]
}

function jobProblems({ service, jobs }: Composed): GmError[] {
  return jobs
    .filter((job) => JSON.stringify(job.environment).search(placeholder) >= 0)
    .map((job) => problem(`${service.id}: job ${job.name} has a secret's value in its environment; use a file`))
}

function portProblems(service: Service): GmError[] {
  const probes = service.probes.flatMap((probe) => (probe.kind === 'exec' ? [] : [probe.port]))
  const published = new Set(Object.entries(service.ports).flatMap(([name, port]) => (typeof port === 'number' ? [name] : [])))
  return missing(service, 'a probe asks the port', [...new Set(probes)], published)
}

/** One file has one owner; containers that read the same used secret must run as the same uid. */
function readerProblems({ service, uses, containers }: Composed): GmError[] {
  return uses.flatMap(({ name }) => {
    const uids = new Set(Object.values(containers).filter((one) => one.secrets?.includes(name)).map(uidOf))
    return uids.size > 1 ? [problem(`${service.id}: containers of different uids read the secret ${name}`)] : []
  })
}

function clashes(composed: readonly Composed[]): GmError[] {
  const owners = new Map<number, string>(edgePorts.map((port) => [port, 'the front door']))
  return composed.flatMap(({ service }) =>
    publishedPorts(service).flatMap((port) => {
      const owner = owners.get(port)
      owners.set(port, owner ?? service.id)
      return owner === undefined ? [] : [problem(`${service.id} and ${owner} both want port ${port} of the machine`)]
    }),
  )
}
