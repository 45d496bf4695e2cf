// Where things are on the machine: the paths that compose document, tables and scripts agree on.
import type { Volume } from '@geuse/plugin-api'

/** Root of what outlives machines. */
export const efsRoot = '/mnt/efs'
/** Root of what lives on the machine's own disk. */
export const diskRoot = '/var/lib/geusemaker'
/** Secret files, on a memory file system. */
export const secretsRoot = '/run/geusemaker/secrets'
/** Filled-in files, on the same memory file system. */
export const filesRoot = '/run/geusemaker/files'
/** Scripts of the bundle in force. */
export const scriptsRoot = '/opt/geusemaker/current/scripts'

/** @returns directory of a volume on the machine */
export function volumePath(service: string, name: string, volume: Volume): string {
  return `${volume.kind === 'shared' ? efsRoot : diskRoot}/${service}/${name}`
}

/** @returns in words where a volume is, and how much of it can be lost with the machine */
export function whereabouts(volume: Volume): { readonly place: string; readonly recoveryPoint: string } {
  if (volume.kind === 'shared') return { place: 'EFS', recoveryPoint: 'nothing is lost with the machine' }
  if (volume.kind === 'cache') return { place: 'the disk of the machine', recoveryPoint: 'lost with the machine; it can be made again' }
  return { place: 'the disk of the machine, copied to EFS', recoveryPoint: `at most ${duration(volume.rpoSeconds)} are lost with the machine` }
}

function duration(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`
}
