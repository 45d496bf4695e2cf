// What stands in the way of a phase, in the words in which the machine would complain.
import type { Context } from '../account/context.js'
import type { Bundle } from './bundle.js'
import type { Launch } from './machine.js'

/** What a phase looks at. */
export interface Boot {
  readonly cx: Context
  readonly launch: Launch
  readonly bundle: Bundle
}

/** Why a phase cannot be passed; undefined when it can. */
export type Obstacle = string | undefined

/** The first obstacle of several looks. */
export const first = <T>(things: readonly T[], look: (thing: T) => Obstacle): Obstacle => {
  for (const thing of things) {
    const obstacle = look(thing)
    if (obstacle !== undefined) return obstacle
  }
  return undefined
}

/** A file of the bundle that a phase reads and that is not there. */
export const missingFile = (bundle: Bundle, paths: readonly string[]): Obstacle =>
  first(paths, (path) =>
    bundle.files.has(path) ? undefined : `/opt/geusemaker/current/${path}: No such file or directory`,
  )
