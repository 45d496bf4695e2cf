// What may come next on a command line: a function of what has been typed, of what is known, and of what lies in a few
// files, which are only read where they are asked for.
import type { Candidate, Known } from './known.js'
import { readLine, type Line } from './line.js'
import type { Source, SourceName } from './source.js'

/** What is read where it is asked for. */
export interface Lookups {
  /** Names of the stacks that this computer knows. */
  stacks(): readonly string[]
  /** Ids of the services of a stack. @param stack its name; undefined where none was typed */
  servicesOf(stack: string | undefined): readonly string[]
  /** Names in the files of the AWS tools. */
  profiles(): readonly string[]
}

/** The answer to a TAB: what may be typed, or that the shell knows its files better. */
export type Answer = readonly Candidate[] | 'files'

/**
 * @param words what stands before the cursor; the last one is under it, perhaps empty
 * @param known what can be typed
 * @param lookups what is read from files
 */
export function candidates(words: readonly string[], known: Known, lookups: Lookups): Answer {
  const line = readLine(words, known)
  const { current, prefix } = line
  const offered = offeredAt(line, known, lookups)
  if (offered === 'files') return offered
  return offered
    .filter(({ value }) => value.startsWith(current))
    .map(({ value, about }) => ({ value: prefix + value, about }))
}

function offeredAt(line: Line, known: Known, lookups: Lookups): Answer {
  const { awaiting, current, flagsEnded, path, positionals } = line
  if (awaiting !== undefined) return valuesOf(awaiting, line, { known, lookups })
  if (current.startsWith('-') && !flagsEnded) return flagsLeft(line)
  const below = positionals.length === 0 ? wordsBelow(path, known) : []
  const arg = nextArg(line)
  if (arg === undefined) return below.length > 0 || flagsEnded ? below : flagsLeft(line)
  const values = valuesOf(arg, line, { known, lookups })
  return values === 'files' ? values : [...below, ...values]
}

/** What the next word of the command is; undefined where nothing is left to be said but a flag. */
function nextArg({ command, positionals }: Line): Source | undefined {
  const args = command?.args ?? []
  // The words of a command to be helped with are as many as it has.
  return args[positionals.length] ?? args.find((source) => source === 'command')
}

function flagsLeft({ command, flags }: Line): Candidate[] {
  const own = Object.entries(command?.flags ?? {}).filter(
    ([name, { char, multiple }]) =>
      multiple === true || !(flags.includes(`--${name}`) || flags.includes(`-${char ?? ''}`)),
  )
  const global = [
    { value: '--help', about: 'say more' },
    ...(command === undefined ? [{ value: '--version', about: 'the version of gm' }] : []),
  ]
  return [...own.map(([name, { about }]) => ({ value: `--${name}`, about })), ...global]
}

/** The next words of commands that begin so. */
function wordsBelow(path: string, { commands }: Known): Candidate[] {
  const start = path === '' ? '' : `${path} `
  const below = Object.keys(commands).filter((words) => words.startsWith(start) && words !== path)
  const next = new Set(below.map((words) => words.slice(start.length).split(' ')[0] ?? ''))
  return [...next].map((word) => ({ value: word, about: commands[start + word]?.about ?? '' }))
}

interface Sources {
  readonly known: Known
  readonly lookups: Lookups
}

/** What can be read beside a service: see `gm logs --help`. */
const besideServices = ['all', 'boot', 'edge']

function valuesOf(source: Source, line: Line, { known, lookups }: Sources): Answer {
  if (typeof source !== 'string') return source.map(bare)
  const lists: Readonly<Record<SourceName, () => Answer>> = {
    command: () => wordsBelow(line.positionals.join(' '), known),
    file: () => 'files',
    'instance-type': () => known.instanceTypes,
    part: () => [...partsOf(line, { known, lookups }), ...besideServices.map(bare)],
    plugin: () => known.plugins,
    profile: () => lookups.profiles().map(bare),
    region: () => known.regions,
    service: () => known.services,
    services: () => listOf(known.services, line.current),
    setting: () => known.settings.map(({ value, about }) => ({ value: `${value}=`, about })),
    stack: () => lookups.stacks().map(bare),
    tier: () => known.tiers,
    unknown: () => [],
  }
  return lists[source]()
}

/** The services of the stack that was named; all, where it has none that are known. */
function partsOf({ command, positionals }: Line, { known, lookups }: Sources): readonly Candidate[] {
  const at = command?.args.indexOf('stack') ?? -1
  const own = lookups.servicesOf(positionals[at])
  return own.length === 0 ? known.services : own.map(bare)
}

/** Ids between commas: what stands before the last comma stays, and is not offered again. */
function listOf(all: readonly Candidate[], current: string): Candidate[] {
  const said = current.slice(0, current.lastIndexOf(',') + 1)
  const taken = said.split(',')
  return all.filter(({ value }) => !taken.includes(value)).map(({ value, about }) => ({ value: said + value, about }))
}

function bare(value: string): Candidate {
  return { value, about: '' }
}
