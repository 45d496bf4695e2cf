// The plugins that a stack is from: recorded when it is deployed, so that a part whose plugin is uninstalled or broken
// later is told with the plugin's name and the command that brings it back, instead of being missed in silence.
import { GmError, type Code } from '@geuse/plugin-api'
import type { DeployConfig } from '../../config/resolve.js'
import { labelOf, type Registry } from '../../contributions/index.js'
import type { Composition } from '../../stack/composition.js'
import type { Document } from '../../state/document.js'

/** Something of a stack that a plugin brought. */
export interface Part {
  readonly kind: 'service' | 'tier' | 'resource'
  readonly id: string
}

/** What of a stack is from one plugin that cannot be used here. */
export interface MissingParts {
  /** As it was when the stack was deployed: `name@version`. */
  readonly plugin: string
  readonly code: Extract<Code, 'PLUGIN_FAILED' | 'PLUGIN_MISSING'>
  /** Why it cannot be used: follows "which". */
  readonly reason: string
  /** Whether it is installed all the same: then it has to go first. */
  readonly installed: boolean
  readonly parts: readonly Part[]
}

/** @returns every plugin that is here, with what it brings to a stack: as a document records it */
export function recordPlugins(
  registry: Pick<Registry, 'plugins' | 'services' | 'tiers'>,
  tier: string,
  { services }: Pick<Composition, 'services'>,
): Document['plugins'] {
  return registry.plugins.map(({ name, version }) => ({
    name,
    version,
    tiers: registry.tiers.get(tier)?.plugin.name === name ? [tier] : [],
    services: services
      .filter(({ service: { id } }) => registry.services.get(id)?.plugin.name === name)
      .map(({ service: { id, volumes = {} } }) => ({ id, volumes: Object.fromEntries(Object.entries(volumes)) })),
  }))
}

/** @returns what of a stack is from plugins that cannot be used here, by plugin */
export function missingParts(
  document: Pick<Document, 'plugins' | 'nodes'>,
  registry: Pick<Registry, 'failures' | 'plugins' | 'resources' | 'services' | 'tiers'>,
): MissingParts[] {
  const recorded = document.plugins.flatMap(({ name, version, tiers, services }) => [
    ...services.map(({ id }) => ({ kind: 'service' as const, id, plugin: `${name}@${version}` })),
    ...tiers.map((id) => ({ kind: 'tier' as const, id, plugin: `${name}@${version}` })),
  ])
  const made = Object.values(document.nodes)
    .filter(({ plugin, status }) => plugin !== 'core' && status !== 'gone')
    .map(({ type, plugin }) => ({ kind: 'resource' as const, id: type, plugin }))
  const shelves = { service: registry.services, tier: registry.tiers, resource: registry.resources }
  const missing = [...recorded, ...made].filter(({ kind, id }) => !shelves[kind].has(id))
  return [...Map.groupBy(missing, ({ plugin }) => plugin)].map(([plugin, parts]) => ({
    plugin,
    ...whyNot(plugin, registry),
    parts: [...new Map(parts.map(({ kind, id }) => [`${kind} ${id}`, { kind, id }])).values()],
  }))
}

/**
 * @param document of the stack
 * @param isNeeded whether a part that is missing keeps its command from going on
 * @throws GmError PLUGIN_MISSING, PLUGIN_FAILED, with the command that brings the plugin back
 */
export function assertPlugins(
  document: Pick<Document, 'nodes' | 'plugins' | 'stack_name'>,
  registry: Registry,
  isNeeded: (part: Part) => boolean,
): void {
  const problems = missingParts(document, registry)
    .map((missing) => ({ ...missing, parts: missing.parts.filter(isNeeded) }))
    .filter(({ parts }) => parts.length > 0)
    .map((missing) => errorOf(document.stack_name, missing))
  const [first] = problems
  if (first === undefined) return
  if (problems.length === 1) throw first
  const hints = [...new Set(problems.flatMap((problem) => problem.hints))]
  throw GmError.all(`Plugins of ${document.stack_name} cannot be used`, problems, { hints })
}

/**
 * @param config that the stack was deployed with
 * @param wanted what it is to be now: a tier or a service that is no longer asked for may be missing
 * @returns whether a part is needed to deploy the stack again
 */
export function neededToDeploy(
  config: Document['config'],
  wanted: Pick<DeployConfig, 'services' | 'tier'>,
): (part: Part) => boolean {
  const { services, tier } = config as Partial<DeployConfig>
  const others = String(wanted.services) === String(services) ? undefined : wanted.services
  return ({ kind, id }) => {
    if (kind === 'tier') return wanted.tier === tier
    return kind === 'resource' || (others?.includes(id) ?? true)
  }
}

/**
 * @returns for each plugin that cannot be used a sentence: what is from it, what that means here, what brings it back
 */
export function missingWarnings(
  missing: readonly MissingParts[],
  consequences: Partial<Readonly<Record<Part['kind'], string>>> = {},
): string[] {
  return missing.map((one) => {
    const kinds = [...new Set(one.parts.map(({ kind }) => kind))]
    const follows = kinds.flatMap((kind) => consequences[kind] ?? [])
    const effect = follows.length === 0 ? '' : `: ${follows.join('; ')}`
    return `${partsOf(one)}, which ${one.reason}${effect}. To get it back: ${installation(one)}`
  })
}

function errorOf(stack: string, missing: MissingParts): GmError {
  const { plugin, code, reason } = missing
  return new GmError(code, `${partsOf(missing, ` of ${stack}`)}, which ${reason}`, {
    plugin,
    hints: [installation(missing)],
  })
}

function partsOf({ parts, plugin }: MissingParts, whose = ''): string {
  const names = parts.map(({ kind, id }) => `${kind} ${id}`).join(', ')
  return `${names}${whose} ${parts.length === 1 ? 'is' : 'are'} from plugin ${plugin}`
}

/** npm leaves a package of the same version as it is, however broken. */
function installation({ plugin, installed }: MissingParts): string {
  const install = `gm plugins install ${plugin}`
  return installed ? `gm plugins uninstall ${nameIn(plugin)} && ${install}` : install
}

function whyNot(
  label: string,
  { failures, plugins }: Pick<Registry, 'failures' | 'plugins'>,
): Pick<MissingParts, 'code' | 'reason' | 'installed'> {
  const name = nameIn(label)
  const failed = failures.find(({ plugin }) => plugin.name === name)
  if (failed !== undefined) {
    const version = labelOf(failed.plugin) === label ? '' : `is here as version ${failed.plugin.version} and `
    return { code: 'PLUGIN_FAILED', reason: `${version}${failed.reason}`, installed: true }
  }
  const other = plugins.find((plugin) => plugin.name === name)
  const reason = other === undefined ? 'is not installed' : `is here as version ${other.version}, without it`
  return { code: 'PLUGIN_MISSING', reason, installed: other !== undefined }
}

/** @param label `name@version`, where the name may begin with `@` */
function nameIn(label: string): string {
  return label.slice(0, label.lastIndexOf('@'))
}
