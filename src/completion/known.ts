// What can be typed, as plain data that a TAB can be answered from without oclif and without a plugin: the build writes
// it down for what comes with gm, `refresh` for what is installed beside it.
import type { Command, Interfaces } from '@oclif/core'
import type { DescribedService, DescribedTier } from '@geuse/core/catalog'
import { type CachedFlags, cachedTierFlags } from '../tier-flags.js'
import { type Source, sourceOfArg, sourceOfFlag } from './source.js'

/** What the answers are made of. */
export interface Known {
  /** By their words: `plugins install`. */
  readonly commands: Readonly<Record<string, KnownCommand>>
  readonly tiers: readonly Candidate[]
  readonly services: readonly Candidate[]
  /** `service.key`, for `--set`. */
  readonly settings: readonly Candidate[]
  readonly regions: readonly Candidate[]
  readonly instanceTypes: readonly Candidate[]
  readonly plugins: readonly Candidate[]
}

/** One thing to be typed, and what it is. */
export interface Candidate {
  readonly value: string
  readonly about: string
}

/** A command, as far as it is typed. */
export interface KnownCommand {
  readonly about: string
  readonly args: readonly Source[]
  /** By name, without dashes. */
  readonly flags: Readonly<Record<string, KnownFlag>>
}

/** A flag of a command. */
export interface KnownFlag {
  readonly about: string
  readonly char?: string
  /** What its value is; absent for a switch. */
  readonly value?: Source
  readonly multiple?: true
}

/** What the host has found out from the plugins, and core knows. */
export interface Catalog {
  readonly tiers: readonly DescribedTier[]
  readonly services: readonly DescribedService[]
  readonly regions: readonly string[]
  readonly instanceTypes: readonly string[]
}

/** @param config oclif's, with every plugin @param catalog what those contribute @returns what can be typed */
export function knownOf(config: Interfaces.Config, catalog: Catalog): Known {
  const commands = config.commands.filter(({ hidden }) => hidden !== true)
  const ofTiers = cachedTierFlags(catalog.tiers)
  return {
    commands: Object.fromEntries(
      commands.map((command) => [command.id.replaceAll(':', ' '), described(command, ofTiers)]),
    ),
    tiers: catalog.tiers.map(({ id, title }) => ({ value: id, about: title })),
    services: catalog.services.map(({ id, title }) => ({ value: id, about: title })),
    settings: catalog.services.flatMap(({ id, settings }) =>
      Object.entries(settings).map(([key, { about }]) => ({ value: `${id}.${key}`, about: about ?? '' })),
    ),
    regions: catalog.regions.map(bare),
    instanceTypes: catalog.instanceTypes.map(bare),
    plugins: [...config.plugins.values()]
      .filter(({ type }) => type === 'user' || type === 'link')
      .map(({ name, version }) => ({ value: name, about: version })),
  }
}

function bare(value: string): Candidate {
  return { value, about: '' }
}

function described({ id, summary, description, args, flags }: Command.Loadable, ofTiers: CachedFlags): KnownCommand {
  const all = flags['tier'] === undefined ? flags : { ...ofTiers, ...flags }
  const shown = Object.entries(all).filter(([, { hidden }]) => hidden !== true)
  return {
    about: firstLine(summary ?? description),
    args: Object.values(args).map((arg) => sourceOfArg(id, arg)),
    flags: Object.fromEntries(shown.flatMap(([name, flag]) => flagsOf(name, flag))),
  }
}

function flagsOf(name: string, flag: Command.Flag.Cached): [string, KnownFlag][] {
  const about = firstLine(flag.summary ?? flag.description)
  if (flag.type === 'boolean') {
    const negated: [string, KnownFlag][] = flag.allowNo === true ? [[`no-${name}`, { about: `not: ${about}` }]] : []
    return [[name, { about, ...charOf(flag) }], ...negated]
  }
  const multiple = flag.multiple === true ? { multiple: true as const } : {}
  return [[name, { about, ...charOf(flag), value: sourceOfFlag(name, flag.options), ...multiple }]]
}

function charOf({ char }: Command.Flag.Cached): { readonly char?: string } {
  return char === undefined ? {} : { char }
}

/** Descriptions may hold oclif's templates, which say nothing more than the name of gm. */
function firstLine(text = ''): string {
  return (text.split('\n')[0] ?? '').replaceAll('<%= config.bin %>', 'gm')
}
