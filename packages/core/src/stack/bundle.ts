// A composed stack as the files that its machine is given: document, tables, templates, scripts.
import { readFileSync } from 'node:fs'
import { GmError, type Front, type MachineShape, type Service, type Site } from '@geuse/plugin-api'
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
  type ProbeRow,
} from '../compose/index.js'
import { makeBundle, planTables, type Bundle, type BundleFile, type PlanTables, type Row } from '../instance/index.js'
import { parameterPath } from '../aws/common/names.js'

/** What a bundle needs to know beside the services. */
export interface BundleInput {
  readonly site: Site
  readonly fileSystemId: string
  /** IPv4 address that the machine waits for. */
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

/** A stack whose services were composed for one address. */
export interface PlacedStack {
  readonly identity: StackIdentity
  readonly machine: MachineShape
  readonly certificate: Front['certificate']
  readonly primary: Service
  readonly waves: readonly (readonly Service[])[]
  readonly composed: readonly Composed[]
  readonly where: BundleInput
}

/**
 * Makes the bundle of one stack at one address.
 * @throws GmError PLUGIN_FAILED for a script that cannot be read, CONFIG_INVALID for a value that no table can hold
 */
export function bundleOf(stack: PlacedStack): Bundle {
  const { composed, primary, certificate, machine, where } = stack
  const edge = { primary, site: where.site, certificate }
  return makeBundle([
    { path: 'compose.yaml', mode: '0600', text: documentYaml(composeDocument(composed, edge, machine)) },
    ...planTables(tables(stack)),
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
  return [...new Map([...provisions, ...jobs])].map(([path, url]) => ({
    path: `scripts/${path}`,
    mode: '0755',
    text: scriptText(path, url),
  }))
}

function scriptText(path: string, url: URL): string {
  try {
    return readFileSync(url, 'utf8')
  } catch (cause) {
    throw new GmError('PLUGIN_FAILED', `The script ${path} could not be read`, { cause })
  }
}

function tables({ identity, primary, waves, composed, where }: PlacedStack): PlanTables {
  const needed = neededServices(
    composed.map(({ service }) => service),
    primary.id,
  )
  return {
    stack: stackRows(identity, primary.id, where),
    directories: directoryRows(composed),
    secrets: secretFiles(composed).map(({ parameter, file, uid }) => [parameter, file, uid]),
    templates: [['edge/Caddyfile', 'edge/Caddyfile', 0, '0400'], ...composed.flatMap(templateRows)],
    images: imageRows(composed, primary.id, needed),
    steps: startSteps(waves, composed, needed),
    jobs: composed.flatMap((one) => jobRows(one, needed.has(one.service.id))),
    environment: composed.flatMap(environmentRows),
    probes: probeRows(composed).map(probeCells),
  }
}

function stackRows(identity: StackIdentity, primary: string, { site, fileSystemId, address }: BundleInput): Row[] {
  return [
    ['name', identity.name],
    ['id', identity.id],
    ['region', identity.region],
    ['account', identity.accountId],
    ['file_system_id', fileSystemId],
    ['parameter_path', parameterPath(identity)],
    ['primary', primary],
    ['url', site.url],
    ['address', address],
  ]
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}

function directoryRows(composed: readonly Composed[]): Row[] {
  const volumes = composed.flatMap(({ service }) =>
    Object.entries(service.volumes ?? {}).map(([name, volume]) => [
      volumePath(service.id, name, volume),
      volume.owner,
      octal(volume.mode ?? 0o750),
    ]),
  )
  return [[edgeData.path, edgeData.uid, edgeData.mode], ...volumes]
}

function templateRows({ service, files }: Composed): Row[] {
  return Object.entries(files).map(([name, { owner, mode }]) => [
    `${service.id}/${name}`,
    `${service.id}/${name}`,
    owner,
    octal(mode ?? 0o400),
  ])
}

/** An image that an optional service shares with a needed one is needed. */
function imageRows(composed: readonly Composed[], primary: string, needed: ReadonlySet<string>): Row[] {
  const images = composed
    .filter(({ service }) => needed.has(service.id))
    .flatMap(({ containers }) => Object.values(containers).map(({ image }) => image))
  return pullOrder(composed, primary, edgeImage).map((image) => [
    image,
    image === edgeImage || images.includes(image) ? 'needed' : 'optional',
  ])
}

function jobRows({ service, jobs }: Composed, needed: boolean): Row[] {
  const kind = (background: boolean) => (background ? 'background' : 'wait')
  return jobs.map(({ name, background }) => [
    service.id,
    name,
    needed ? kind(background) : 'optional',
    `${service.id}/${name}`,
  ])
}

function environmentRows({ service, jobs }: Composed): Row[] {
  return jobs.flatMap((job) =>
    Object.entries(job.environment).map(([name, value]) => [service.id, job.name, name, value]),
  )
}

function probeCells(probe: ProbeRow): Row {
  const { service, kind, container, port, path, timeoutSeconds, critical, command } = probe
  return [service, kind, container, port, path, timeoutSeconds, critical ? 'critical' : 'optional', ...command]
}
