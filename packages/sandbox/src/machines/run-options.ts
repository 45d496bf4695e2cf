// How a machine's container is started.
import type { Launch } from '../instances/emulated-instance.js'

/** What is mounted into a machine: paths of files and folders of the host. */
export interface MachineFiles {
  /** cloud-init's seed. */
  readonly seed: string
  readonly resolv: string
  /** All that the machine trusts. */
  readonly authority: string
  /** All file systems. */
  readonly files: string
}

/** @returns the options of `docker run`. @param label of the account */
export function runOptions(launch: Launch, files: MachineFiles, label: string): string[] {
  const mounts = [
    // The engine inside keeps its images where layers can be laid over each other; it goes with the container.
    '/var/lib/docker',
    `${files.seed}:/var/lib/cloud/seed/nocloud:ro`,
    `${files.resolv}:/etc/resolv.conf:ro`,
    `${files.authority}:/etc/ssl/certs/ca-certificates.crt:ro`,
    `${files.files}:/sandbox-efs`,
  ]
  return [
    '--detach',
    '--tty',
    `--name=${launch.instanceId}`,
    `--hostname=ip-${launch.privateAddress.replaceAll('.', '-')}`,
    `--label=${label}`,
    '--privileged',
    '--cgroupns=private',
    '--network=none',
    ...['/run', '/run/lock', '/tmp'].map((path) => `--tmpfs=${path}:exec${path === '/tmp' ? ',mode=1777' : ''}`),
    ...mounts.map((mount) => `--volume=${mount}`),
  ]
}
