// Ways to make the computer under a `gm` worse than it is: modules that are loaded into its process first.

/** @returns variables for a `gm` whose disk takes so many states, and no more */
export function fullDiskAfter(states: number): Record<string, string> {
  return { NODE_OPTIONS: preloading('full-disk'), DISK_TAKES_STATES: String(states) }
}

/** @returns variables for a `gm` that leaves a file out of what instances are launched with */
export function withoutFile(path: string): Record<string, string> {
  return { NODE_OPTIONS: preloading('strip-file'), STRIPPED_FILE: path }
}

function preloading(module: string): string {
  return `--import=${new URL(`./${module}.js`, import.meta.url).href}`
}
