// Where things are on the instance: the paths that compose document, tables and scripts agree on.
import type { Volume } from '@geuse/plugin-api'

/** Root of what outlives instances. */
export const efsRoot = '/mnt/efs'
/** Root of what lives on the instance's own disk. */
const diskRoot = '/var/lib/geusemaker'
/** Secret files, on a memory file system. */
export const secretsRoot = '/run/geusemaker/secrets'
/** Filled-in files, on the same memory file system. */
export const filesRoot = '/run/geusemaker/files'
/** Scripts of the bundle in force. */
export const scriptsRoot = '/opt/geusemaker/current/scripts'

/** @returns directory of a volume on the instance */
export function volumePath(service: string, name: string, volume: Volume): string {
  return `${volume.kind === 'shared' ? efsRoot : diskRoot}/${service}/${name}`
}
