// What is kept of the installed plugins for completion, and how it is seen to be out of date.
import type { Known } from './known.js'

/** The file. */
export interface Kept {
  readonly key: string
  readonly known: Known
}

/** @param version of gm @param plugins oclif's record of installed plugins @returns what changes when either does */
export function keyOf(version: string, plugins: string): string {
  return `${version} ${plugins}`
}
