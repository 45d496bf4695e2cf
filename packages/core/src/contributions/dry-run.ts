// A service's functions are called once with its default config, so that an image without a version or a misspelt
// secret is found before anything is made. Where the config has no default, the same questions wait for the real one.
import { isPinned, type Container, type Service, type ServiceContext, type ServiceFile } from '@geuse/plugin-api'
import { z } from 'zod'
import { containerName } from '../model/container-name.js'
import { siteAt } from '../model/site.js'
import { configFaults, defaultConfig } from './default-config.js'
import { formatIssues } from './format-issues.js'
import { name } from './shared-schemas.js'
import { containerSchema, fileSchema } from './service-schema.js'

/** What the service's functions gave for one set of uses. */
interface Rendered {
  readonly containers: Readonly<Record<string, Container>>
  readonly files: Readonly<Record<string, ServiceFile>>
  /** Environments of jobs, by job. */
  readonly jobs: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const rendering = z.strictObject({
  containers: z.record(name, containerSchema),
  files: z.record(z.string(), fileSchema),
  jobs: z.record(z.string(), z.record(z.string(), z.string())),
})

/**
 * @param service a declaration that has passed `serviceSchema`
 * @returns what is wrong with what its functions return, a sentence each, without doublets
 */
export function dryRunFaults(service: Service): string[] {
  const broken = configFaults(service.config)
  const config = broken.length > 0 ? undefined : defaultConfig(service.config)
  if (config === undefined) return broken
  return [...new Set([true, false].flatMap((present) => faultsWith(service, config.value, present)))]
}

function faultsWith(service: Service, config: unknown, present: boolean): string[] {
  const cx = context(service, config, present)
  const rendered = attempt(() => render(service, cx))
  if ('fault' in rendered) return [`with its default config it throws: ${rendered.fault}`]
  const parsed = rendering.safeParse(rendered.value)
  return parsed.success ? referenceFaults(service, rendered.value) : formatIssues(parsed.error, rendered.value)
}

function render(service: Service, cx: ServiceContext): Rendered {
  const jobs = Object.entries(service.jobs ?? {}).map(([id, job]) => [id, job.env?.(cx) ?? {}])
  return {
    containers: service.containers(cx),
    files: service.files?.(cx) ?? {},
    jobs: Object.fromEntries(jobs) as Rendered['jobs'],
  }
}

function attempt<T>(run: () => T): { readonly value: T } | { readonly fault: string } {
  try {
    return { value: run() }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

/** @param present whether optional offers are there */
function context(service: Service, config: unknown, present: boolean): ServiceContext {
  const known = nameable(service)
  const uses = Object.entries(service.uses ?? {}).map(([name, offer]) => [
    name,
    present || !offer.endsWith('?') ? usedOffer(name) : undefined,
  ])
  return {
    config,
    uses: Object.fromEntries(uses) as ServiceContext['uses'],
    secretValue(wanted) {
      if (!known.has(wanted)) throw new Error(`secret '${wanted}' is neither in secrets nor in uses`)
      return `@@${wanted}@@`
    },
    host: (container) => containerName(service.id, container),
    site: siteAt('example.com', { tlsEnd: 'edge', hops: 1 }),
    instance: { arch: 'x86_64', memoryMiB: 16_384, gpu: false },
  }
}

function usedOffer(name: string) {
  return { host: name, port: 1, database: name, user: name, secret: name, secretFile: `/run/secrets/${name}` }
}

function nameable({ secrets = {}, uses = {} }: Service): Set<string> {
  return new Set([...Object.keys(secrets), ...Object.keys(uses)])
}

function referenceFaults(service: Service, { containers, files }: Rendered): string[] {
  const main = Object.hasOwn(containers, 'main') ? [] : ["containers: there must be one called 'main'"]
  const each = Object.entries(containers).flatMap(([name, container]) =>
    [
      ...containerFaults(service, container, files),
      ...unknown('container', container.after ?? [], new Set(Object.keys(containers))),
    ].map((fault) => `containers.${name}: ${fault}`),
  )
  return [...main, ...each, ...probeFaults(service, containers)]
}

function containerFaults(
  service: Service,
  container: Container,
  files: Readonly<Record<string, ServiceFile>>,
): string[] {
  return [
    ...(isPinned(container.image) ? [] : [`image '${container.image}' must name a version or a digest, not latest`]),
    ...unknown('secret', container.secrets ?? [], nameable(service)),
    ...unknown('volume', Object.keys(container.volumes ?? {}), new Set(Object.keys(service.volumes ?? {}))),
    ...unknown('file', Object.keys(container.files ?? {}), new Set(Object.keys(files))),
  ]
}

function probeFaults({ probes }: Service, containers: Readonly<Record<string, Container>>): string[] {
  const named = probes.flatMap((probe) =>
    probe.kind === 'exec' && probe.container !== undefined ? [probe.container] : [],
  )
  return unknown('container', named, new Set(Object.keys(containers))).map((fault) => `probes: ${fault}`)
}

function unknown(what: string, names: readonly string[], known: ReadonlySet<string>): string[] {
  return names.filter((name) => !known.has(name)).map((name) => `${what} '${name}' is not declared`)
}
