// What stands in the way of a phase, in the words in which the instance would complain.
import type { Context } from '../account/context.js'
import type { Bundle } from './bundle.js'
import type { Launch } from './emulated-instance.js'

/** What a phase looks at. */
export interface Boot {
  readonly cx: Context
  readonly launch: Launch
  readonly bundle: Bundle
}

/** Why a phase cannot be passed; undefined when it can. */
export type BootFailure = string | undefined

/** The first obstacle of several looks. */
export function first<T>(things: readonly T[], look: (thing: T) => BootFailure): BootFailure {
  for (const thing of things) {
    const obstacle = look(thing)
    if (obstacle !== undefined) return obstacle
  }
  return undefined
}

/** A file of the bundle that a phase reads and that is not there. */
export function missingFile(bundle: Bundle, paths: readonly string[]): BootFailure {
  return first(paths, (path) =>
    bundle.files.has(path) ? undefined : `/opt/geusemaker/current/${path}: No such file or directory`,
  )
}
