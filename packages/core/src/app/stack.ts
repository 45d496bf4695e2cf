// The services of one stack, composed: what a tier builds from, and what every command says about a stack. Pure; the
// cloud is not asked.
import type { Service, Site, StackPlan } from '@geuse/plugin-api'
import { parameterPath } from '../aws/names.js'
import {
  composeDocument,
  credentials,
  edgeMemoryMiB,
  edgePorts,
  probeRows,
  secretDeclarations,
  type ComposeDocument,
  type Composed,
  type Credential,
  type ProbeRow,
} from '../compose/index.js'
import { packUserData, userDataScript, type Bundle } from '../instance/index.js'
import { stackBundle, type BundleInput } from './stack-bundle.js'
import { prepareStack, siteFor, type StackInput } from './stack-input.js'

export type { BundleInput } from './stack-bundle.js'
export type { StackInput } from './stack-input.js'

/** One service of a stack, in words for people. */
export interface StackService {
  readonly id: string
  readonly title: string
  readonly images: readonly string[]
  readonly volumes: NonNullable<Service['volumes']>
  readonly hooks: NonNullable<Service['hooks']>
  /** Whether the public URL leads to it. */
  readonly primary: boolean
}

/** A composed stack. */
export interface Stack extends StackPlan {
  /** In the order of starting. */
  readonly services: readonly StackService[]
  /** What the public URL leads to, and where it says that it is well. */
  readonly primary: { readonly service: string; readonly healthPath: string }
  readonly probes: readonly ProbeRow[]
  readonly credentials: readonly Credential[]
  /** Least memory of a machine in MiB: the containers, and 1 GiB for the system. */
  readonly minimumMemoryMiB: number
  document(site: Site): ComposeDocument
  bundle(input: BundleInput): Bundle
  /** Everything that a machine would be given, readable: files by path, `user-data.sh` among them. */
  renderFiles(input: BundleInput): Readonly<Record<string, string>>
}

/** What the system of a machine needs beside the containers, in MiB. */
const systemMemoryMiB = 1024

/**
 * Composes a stack.
 * @param input registered services, what was chosen and set, the machine
 * @returns declarations, and pure functions of what a run finds out later
 * @throws GmError CONFIG_INVALID with every problem in `problems`; PLUGIN_FAILED when a service's function throws
 */
export function composeStack(input: StackInput): Stack {
  const prepared = prepareStack(input)
  const { selection, primary } = prepared
  const composed = prepared.composeFor(siteFor(input.domain ?? '192.0.2.1', 1, input.tls))
  const memoryMiB = memoryOf(composed)
  const bundle = (where: BundleInput) => stackBundle(input, prepared, where)
  const script = (where: BundleInput) => userDataScript(input.name, bundle(where))
  return {
    name: input.name,
    id: input.id,
    secrets: secretDeclarations(selection.services),
    parameterPath: parameterPath(input),
    memoryMiB,
    minimumMemoryMiB: memoryMiB + systemMemoryMiB,
    diskGiB: diskOf(selection.services),
    services: composed.map((one) => describe(one, primary)),
    primary: { service: primary.id, healthPath: primary.ingress?.health ?? '/' },
    probes: probeRows(composed),
    credentials: credentials(composed),
    site: (host, hops) => siteFor(host, hops, input.tls),
    publicPorts: () => edgePorts(input.tls),
    document: (site) => composeDocument(prepared.composeFor(site), { primary, site, tls: input.tls }, input.machine),
    bundle,
    userData: (where) => packUserData(script(where)),
    renderFiles: (where) => rendered(bundle(where), script(where)),
  }
}

function memoryOf(composed: readonly Composed[]): number {
  const limits = composed.flatMap(({ containers }) => Object.values(containers).map(({ memoryMiB }) => memoryMiB))
  return limits.reduce((sum, limit) => sum + limit, edgeMemoryMiB)
}

/** System and images; and for each volume on the machine's own disk, room for a few models or a million vectors. */
function diskOf(services: readonly Service[]): number {
  const local = services
    .flatMap((service) => Object.values(service.volumes ?? {}))
    .filter(({ kind }) => kind !== 'shared')
  return 40 + 20 * local.length
}

function describe({ service, containers }: Composed, primary: Service): StackService {
  return {
    id: service.id,
    title: service.title,
    images: [...new Set(Object.values(containers).map(({ image }) => image))],
    volumes: service.volumes ?? {},
    hooks: service.hooks ?? {},
    primary: service === primary,
  }
}

function rendered(bundle: Bundle, script: string): Record<string, string> {
  return { ...Object.fromEntries(bundle.files.map(({ path, text }) => [path, text])), 'user-data.sh': script }
}
