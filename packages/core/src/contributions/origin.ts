// Who a contribution is from: named in every message about it, so that a person knows which plugin to remove.

/** A plugin, as far as blame goes. */
export interface Origin {
  /** Name of the npm package. */
  readonly name: string
  /** Its version; `unknown` where the package could not be read. */
  readonly version: string
  /** Whether it came with gm itself, so that it can be neither installed nor uninstalled. */
  readonly bundled: boolean
}

/**
 * @param origin a plugin
 * @returns `name@version`
 */
export function labelOf(origin: Origin): string {
  return `${origin.name}@${origin.version}`
}

/**
 * The command that gets rid of a plugin; for one that came with gm, the command that puts gm back.
 * @param origin a plugin
 * @returns a command to type
 */
export function removalOf(origin: Origin): string {
  return origin.bundled ? 'npm install --global @geuse/cli' : `gm plugins uninstall ${origin.name}`
}

/**
 * An order that depends on names alone, never on which plugin loaded first.
 * @param left a plugin
 * @param right another
 * @returns negative, zero or positive, as `sort` wants it
 */
export function byName(left: Origin, right: Origin): number {
  return compare(left.name, right.name) || compare(left.version, right.version)
}

function compare(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
