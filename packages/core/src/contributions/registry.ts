// What plugins contributed, by id and with its origin, in an order that no load order can change. It also knows which
// plugins failed, so that a command can stop because of it or say so and go on.
import { GmError, type MakesFrom, type PreflightCheck, type Service, type Sink, type Tier } from '@geuse/plugin-api'
import type { Accepted, Checked } from './accepted.js'
import type { PluginFailure } from './failure.js'
import { labelOf, removalOf, type Origin } from './origin.js'

/** An item and the plugin that it is from. */
export interface Registered<T> {
  readonly item: T
  readonly plugin: Origin
}

/** Items of one kind by id, in the order of ids. */
export type ItemsById<T> = ReadonlyMap<string, Registered<T>>

/** Everything that plugins contributed, and every plugin that could not. */
export interface Registry {
  readonly services: ItemsById<Service>
  readonly tiers: ItemsById<Tier>
  readonly resources: ItemsById<MakesFrom<never, unknown>>
  readonly checks: ItemsById<PreflightCheck>
  readonly sinks: ItemsById<Sink>
  /** Plugins that contributed something, in the order of names: what a stack's document records. */
  readonly plugins: readonly Origin[]
  readonly failures: readonly PluginFailure[]
  /**
   * For commands that make or change things.
   * @throws GmError PLUGIN_FAILED when any plugin failed, with its name, version, cause and the command that removes it
   */
  assertNoFailures(): void
  /** For every other command. @returns a sentence for each plugin that was left out */
  warnings(): readonly string[]
}

/**
 * @param checked what `check` returned
 * @returns the registry of one run
 */
export function registryOf({ accepted, failures }: Checked): Registry {
  return {
    services: itemsById(
      accepted,
      ({ contribution }) => contribution.services,
      ({ id }) => id,
    ),
    tiers: itemsById(
      accepted,
      ({ contribution }) => contribution.tiers,
      ({ id }) => id,
    ),
    resources: itemsById(
      accepted,
      ({ contribution }) => contribution.resources,
      ({ type }) => type,
    ),
    checks: itemsById(
      accepted,
      ({ contribution }) => contribution.checks,
      ({ id }) => id,
    ),
    sinks: itemsById(
      accepted,
      ({ contribution }) => contribution.sinks,
      ({ id }) => id,
    ),
    plugins: [...new Set(accepted.map(({ plugin }) => plugin))],
    failures,
    assertNoFailures: () => assertNoFailures(failures),
    warnings: () => failures.map(warning),
  }
}

function itemsById<T>(
  accepted: readonly Accepted[],
  items: (entry: Accepted) => readonly T[] | undefined,
  idOf: (item: T) => string,
): ItemsById<T> {
  const registered = accepted.flatMap((entry) => (items(entry) ?? []).map((item) => ({ item, plugin: entry.plugin })))
  return byId(registered, idOf)
}

/** @returns what is registered, in the order of ids */
export function byId<T>(registered: readonly Registered<T>[], idOf: (item: T) => string): ItemsById<T> {
  const rows = registered.map((one) => [idOf(one.item), one] as const)
  return new Map(rows.sort(([left], [right]) => (left < right ? -1 : 1)))
}

function assertNoFailures(failures: readonly PluginFailure[]): void {
  const [first] = failures
  if (first === undefined) return
  const problems = failures.map(({ error }) => error)
  const hints = [...new Set(problems.flatMap((problem) => problem.hints))]
  if (failures.length === 1) {
    throw new GmError('PLUGIN_FAILED', first.error.message, {
      plugin: labelOf(first.plugin),
      hints,
      cause: first.error.cause ?? first.error,
      problems: first.error.problems,
    })
  }
  const names = failures.map(({ plugin }) => labelOf(plugin)).join(', ')
  throw GmError.all(`${failures.length} plugins failed: ${names}`, problems, { hints })
}

function warning({ plugin, error }: PluginFailure): string {
  return `${error.message}. It is left out. To remove it: ${removalOf(plugin)}`
}
