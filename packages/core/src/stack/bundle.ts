// A composed stack as the files that its instance is given: document, tables, templates, scripts.
import { readFileSync } from 'node:fs'
import type { Plan, PlanRow } from '@geuse/instance-contract'
import { GmError, type Front, type InstanceShape, type Service, type Site } from '@geuse/plugin-api'
import {
  caddyfile,
  composeDocument,
  documentYaml,
  edgeData,
  edgeImage,
  neededServices,
  probeRows,
  provisionsOf,
  pullOrder,
  secretFiles,
  startSteps,
  volumePath,
  type Composed,
} from '../compose/index.js'
import { makeBundle, planFiles, type Bundle, type BundleFile } from '../instance/index.js'
import { bundlePath, parameterPath } from '../aws/common/names.js'

/** What a bundle needs to know beside the services. */
export interface BundleInput {
  readonly site: Site
  readonly fileSystemId: string
  /** IPv4 address that the instance waits for. */
  readonly address?: string
}

/** Which stack. */
export interface StackIdentity {
  readonly name: string
  /** UUID. */
  readonly id: string
  readonly region: string
  /** Twelve digits. */
  readonly accountId: string
}

/** What a bundle is made of: a stack whose services were composed for one address. */
export interface BundledStack {
  readonly identity: StackIdentity
  readonly instance: InstanceShape
  readonly front: Pick<Front, 'certificate' | 'originSecret'>
  readonly primary: Service
  readonly waves: readonly (readonly Service[])[]
  readonly composed: readonly Composed[]
  readonly where: BundleInput
}

/**
 * Makes the bundle of one stack at one address.
 * @throws GmError PLUGIN_FAILED for a script that cannot be read, CONFIG_INVALID for a value that no table can hold
 */
export function bundleOf(stack: BundledStack): Bundle {
  const { composed, primary, front, instance, where } = stack
  const edge = { ...front, primary, site: where.site }
  return makeBundle([
    { path: 'compose.yaml', mode: '0600', text: documentYaml(composeDocument(composed, edge, instance)) },
    ...planFiles(planOf(stack)),
    { path: 'templates/edge/Caddyfile', mode: '0600', text: caddyfile(edge) },
    ...composed.flatMap(templates),
    ...scripts(composed),
  ])
}

function templates({ service, files }: Composed): BundleFile[] {
  return Object.entries(files).map(([name, { text }]) => ({
    path: `templates/${service.id}/${name}`,
    mode: '0600',
    text,
  }))
}

/** Several consumers share one provision script. */
function scripts(composed: readonly Composed[]): BundleFile[] {
  const provisions = composed.flatMap(provisionsOf).map(({ script, run }): [string, URL] => [script, run])
  const jobs = composed.flatMap(({ service, jobs }) =>
    jobs.map(({ name, run }): [string, URL] => [`${service.id}/${name}`, run]),
  )
  const hooks = composed.flatMap(({ service }) =>
    hooksOf(service).map(([name, run]): [string, URL] => [hookScript(service, name), run]),
  )
  return [...new Map([...provisions, ...jobs, ...hooks])].map(([path, url]) => ({
    path: `scripts/${path}`,
    mode: '0755',
    text: scriptText(path, url),
  }))
}

function scriptText(path: string, url: URL): string {
  try {
    return withoutHead(readFileSync(url, 'utf8'))
  } catch (cause) {
    throw new GmError('PLUGIN_FAILED', `The script ${path} could not be read`, { cause })
  }
}

/** What a script says of itself below its first line stays at home, as room is short; further down it may be data. */
function withoutHead(script: string): string {
  return script.replace(/^(#!.*\n)(?:#.*\n)+/, '$1')
}

function planOf({ identity, primary, front, waves, composed, where }: BundledStack): Plan {
  const needed = neededServices(
    composed.map(({ service }) => service),
    primary.id,
  )
  return {
    stack: stackValues(identity, primary.id, where),
    directories: directoryRows(composed),
    secrets: secretFiles(composed, front),
    templates: [edgeTemplate, ...composed.flatMap(templateRows)],
    images: imageRows(composed, primary.id, needed),
    steps: startSteps(waves, composed, needed),
    jobs: composed.flatMap((one) => jobRows(one, needed.has(one.service.id))),
    environment: composed.flatMap(environmentRows),
    hooks: composed.flatMap(({ service }) => hookRows(service)),
    probes: probeRows(composed),
    services: composed.map(serviceRow),
  }
}

function stackValues(
  identity: StackIdentity,
  primary: string,
  { site, fileSystemId, address }: BundleInput,
): Plan['stack'] {
  return {
    name: identity.name,
    id: identity.id,
    region: identity.region,
    account: identity.accountId,
    file_system_id: fileSystemId,
    parameter_path: parameterPath(identity),
    bundle_path: bundlePath(identity),
    primary,
    url: site.url,
    address,
  }
}

function serviceRow({ service, containers, dataFormat }: Composed): PlanRow<'services'> {
  return {
    service: service.id,
    format: dataFormat ?? undefined,
    images: [...new Set(Object.values(containers).map(({ image }) => image))],
  }
}

function directoryRows(composed: readonly Composed[]): PlanRow<'directories'>[] {
  const volumes = composed.flatMap(({ service }) =>
    Object.entries(service.volumes ?? {}).map(([name, volume]) => ({
      path: volumePath(service.id, name, volume),
      uid: volume.owner,
      mode: volume.mode ?? 0o750,
    })),
  )
  return [edgeData, ...volumes]
}

const edgeTemplate = { template: 'edge/Caddyfile', file: 'edge/Caddyfile', uid: 0, mode: 0o400 }

function templateRows({ service, files }: Composed): PlanRow<'templates'>[] {
  return Object.entries(files).map(([name, { owner, mode }]) => ({
    template: `${service.id}/${name}`,
    file: `${service.id}/${name}`,
    uid: owner,
    mode: mode ?? 0o400,
  }))
}

/** An image that an optional service shares with a needed one is needed. */
function imageRows(composed: readonly Composed[], primary: string, needed: ReadonlySet<string>): PlanRow<'images'>[] {
  const images = composed
    .filter(({ service }) => needed.has(service.id))
    .flatMap(({ containers }) => Object.values(containers).map(({ image }) => image))
  return pullOrder(composed, primary, edgeImage).map((image) => ({
    image,
    kind: image === edgeImage || images.includes(image) ? 'needed' : 'optional',
  }))
}

function jobRows({ service, jobs }: Composed, needed: boolean): PlanRow<'jobs'>[] {
  const kindOf = (background: boolean) => (background ? 'background' : 'wait')
  return jobs.map(({ name, background }) => ({
    service: service.id,
    job: name,
    kind: needed ? kindOf(background) : 'optional',
    script: `${service.id}/${name}`,
  }))
}

type Hook = PlanRow<'hooks'>['hook']

function hooksOf({ hooks = {} }: Service): [Hook, URL][] {
  return (['checkpoint', 'backup', 'restore', 'verify', 'drain'] as const).flatMap((name): [Hook, URL][] => {
    const script = hooks[name]
    return script === undefined ? [] : [[name, script]]
  })
}

/** Beside its jobs, and never one of them: names of jobs have no dot. */
function hookScript(service: Service, hook: Hook): string {
  return `${service.id}/hook.${hook}`
}

function hookRows(service: Service): PlanRow<'hooks'>[] {
  return hooksOf(service).map(([hook]) => ({
    service: service.id,
    hook,
    script: hookScript(service, hook),
    rpo: hook === 'checkpoint' ? recoveryPoint(service) : undefined,
  }))
}

/** One checkpoint is of all its volumes: the most demanding one says how often. */
function recoveryPoint({ volumes = {} }: Service): number | undefined {
  const seconds = Object.values(volumes).flatMap((volume) => (volume.kind === 'block' ? [volume.rpoSeconds] : []))
  return seconds.length === 0 ? undefined : Math.round(Math.min(...seconds))
}

function environmentRows({ service, jobs }: Composed): PlanRow<'environment'>[] {
  return jobs.flatMap((job) =>
    Object.entries(job.environment).map(([name, value]) => ({ service: service.id, job: job.name, name, value })),
  )
}
