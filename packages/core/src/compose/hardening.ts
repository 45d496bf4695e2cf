// What every container gets whatever its plugin says: it comes back by itself, its log cannot fill the disk, its
// memory is bounded, it can gain no privilege, and its ports are on the instance's loopback only.
import type { Container } from '@geuse/plugin-api'

/** Keys of a compose service that the host alone decides. */
export interface Hardening {
  readonly restart: 'unless-stopped' | 'no'
  readonly logging: { readonly driver: 'json-file'; readonly options: Readonly<Record<string, string>> }
  readonly mem_limit: string
  readonly security_opt: readonly string[]
  readonly cap_drop: readonly string[]
}

/**
 * Taken from root containers: forging packets to neighbours, making device nodes, writing the audit log, putting
 * capabilities on files. Images that start as root need the others to hand their data to their own user.
 */
const neverNeeded = ['AUDIT_WRITE', 'MKNOD', 'NET_RAW', 'SETFCAP'] as const

/**
 * @param container as its service declares it
 * @param once whether it runs once instead of staying up
 * @returns what the host adds
 */
export function hardening(container: Container, once = false): Hardening {
  return {
    restart: once ? 'no' : 'unless-stopped',
    logging: { driver: 'json-file', options: { 'max-file': '3', 'max-size': '10m' } },
    mem_limit: `${container.memoryMiB}m`,
    security_opt: ['no-new-privileges:true'],
    cap_drop: capabilitiesDropped(container),
  }
}

/** A process of an ordinary user has no capabilities; dropping all keeps those of files from coming back. */
function capabilitiesDropped({ user, capDrop = [] }: Container): string[] {
  const root = user === undefined || Number(user.split(':')[0]) === 0
  const dropped = new Set([...(root ? neverNeeded : ['ALL']), ...capDrop])
  return dropped.has('ALL') ? ['ALL'] : [...dropped].sort()
}

/** @param port number, the same inside and outside @returns a binding on the instance's loopback */
export function loopback(port: number): string {
  return `127.0.0.1:${port}:${port}`
}
