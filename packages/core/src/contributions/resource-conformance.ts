// What can be said of a resource without an account: what it declares hangs together.
import type { MakesFrom } from '@geuse/plugin-api'

/** @returns what is wrong with it, a sentence each */
export function resourceBreaches(resource: MakesFrom<never, unknown>): string[] {
  const { iam, seconds, type } = resource as unknown as {
    readonly type: string
    readonly iam: readonly string[]
    readonly seconds: Readonly<Record<string, number>>
  }
  const wild = iam.filter((action) => action.includes('*'))
  const never = Object.entries(seconds).filter(([, value]) => !(value > 0))
  return [
    ...(iam.length === 0 ? ['iam: must list what it calls: `gm render` writes the policy of whoever deploys'] : []),
    ...wild.map((action) => `iam: '${action}' allows more than it calls`),
    ...never.map(([verb]) => `seconds.${verb}: must be above 0: the longest way through the graph is walked first`),
    ...verbBreaches(resource),
    ...(/^[a-z][a-z0-9]*-/.test(type)
      ? []
      : [`type: '${type}' must begin with a word of the plugin's own, e.g. acme-${type}`]),
  ]
}

/** Optional verbs that mean nothing without another. */
function verbBreaches({ diff, drift, stable = [], sync, update }: MakesFrom<never, unknown>): string[] {
  return [
    ...(diff === undefined && update !== undefined
      ? ['update: is never asked without `diff`, which says what can be changed in place']
      : []),
    ...(update === undefined && stable.length > 0
      ? ['stable: says what an `update` leaves as it is, and there is none']
      : []),
    ...(drift !== undefined && sync === undefined ? ['drift: tells what `sync` puts back, and there is none'] : []),
  ]
}
