// What is kept of the installed plugins for completion and help, and how it is seen to be out of date.
import { join } from 'node:path'
import type { CachedFlags } from '../tier-flags.js'
import type { Known } from './known.js'
import { textOf } from './lookups.js'

/** The file. */
export interface Kept {
  readonly key: string
  readonly known: Known
  /** Flags of the tiers that can be chosen. */
  readonly tierFlags: CachedFlags
}

/** @param version of gm @param plugins oclif's record of installed plugins @returns what changes when either does */
export function keyOf(version: string, plugins: string): string {
  return `${version} ${plugins}`
}

/** @param dataDir oclif's folder of installed plugins @returns path of the file */
export function keptIn(dataDir: string): string {
  return join(dataDir, 'known.json')
}

/**
 * @param dataDir oclif's folder of installed plugins
 * @param version of gm
 * @returns what was written down when plugins last changed; nothing where none are, or they have changed since
 */
export function readKept(dataDir: string, version: string): Kept | undefined {
  const plugins = textOf(join(dataDir, 'package.json'))
  if (plugins === '') return undefined
  const kept = parsed<Kept>(textOf(keptIn(dataDir)))
  return kept?.key === keyOf(version, plugins) ? kept : undefined
}

/** @returns what a text holds as JSON; nothing where it holds none */
export function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}
