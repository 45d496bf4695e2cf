// The layout of the folder that gm keeps on this computer: every path in one place, so that no other file knows a
// name, and one function that makes the folders so that only their owner can look inside.
import { chmod, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { GmError } from '@geuse/plugin-api'
import { asStorageError } from './durable-file.js'

/** Caches that may be deleted at any time. */
export type CacheName = 'pricing' | 'vpcs'

/** Every path below `~/.geusemaker` or `GEUSEMAKER_HOME`. Absolute; nothing is made by asking for one. */
export interface Home {
  readonly root: string
  readonly deployments: string
  readonly backups: string
  readonly config: string
  readonly cache: string
  readonly logs: string
  readonly runs: string
  /** `config/settings.json` */
  readonly settings: string
  /** State document of one stack. @param stack its name */
  deployment(stack: string): string
  /** @param name which cache */
  cached(name: CacheName): string
  /** Log of one day, JSON lines. @param day `2026-01-31` */
  log(day: string): string
  /** Every event of one run, JSON lines. @param run id of the run */
  run(run: string): string
}

/**
 * @param root absolute path of the folder
 * @returns the paths below it
 */
export function homeAt(root: string): Home {
  const below = (...parts: string[]): string => join(root, ...parts)
  return {
    root,
    deployments: below('deployments'),
    backups: below('backups'),
    config: below('config'),
    cache: below('cache'),
    logs: below('logs'),
    runs: below('runs'),
    settings: below('config', 'settings.json'),
    deployment: (stack) => below('deployments', `${stack}.json`),
    cached: (name) => below('cache', `${name}.json`),
    log: (day) => below('logs', `${day}.log`),
    run: (run) => below('runs', `${run}.jsonl`),
  }
}

/**
 * Makes the folders that are missing, mode 0700, and takes other people's rights from those that are there.
 * @param home the paths
 * @throws GmError STORAGE_FULL, STORAGE_DENIED
 */
export async function ensureHome(home: Home): Promise<void> {
  const folders = [home.root, home.deployments, home.backups, home.config, home.cache, home.logs, home.runs]
  for (const folder of folders) await ensureFolder(folder)
}

async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const { mode } = await stat(folder)
    if ((mode & 0o077) !== 0) await chmod(folder, 0o700)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asStorageError(error, folder)
    const hints = [`mv ${folder} ${folder}.old`]
    throw new GmError('STORAGE_DENIED', `${folder} is a file; gm needs a folder there`, { cause: error, hints })
  }
}
