// What every patch of the sandbox is given: the clock, the emulator, and what the account remembers beside it.
import type { Clock } from '../clock/clock.js'
import type { CertificateRecord } from '../acm/certificate-record.js'
import type { DistributionRecord } from '../cloudfront/distribution-record.js'
import type { Balancers } from '../elb/balancers.js'
import type { FileStates } from '../efs/file-states.js'
import type { RoleKey } from '../iam/role-key.js'
import type { EmulatedInstance, Launch } from '../instances/emulated-instance.js'
import type { Backup, Incoming, Opened } from '../instances/backup-record.js'
import type { Lease } from '../instances/lease-record.js'
import type { Fleet } from '../ec2/fleet-records.js'
import type { TokenBook } from '../ec2/token-book.js'
import type { InstanceRecord } from '../ec2/instance-record.js'
import type { TemplateBook } from '../ec2/template-book.js'
import type { Moto } from '../moto/moto.js'
import type { Command } from '../ssm/command.js'
import type { Session } from '../ssm/session.js'
import type { Settings } from './settings.js'

/** What the account remembers beside moto; a reset makes a new one. */
export interface AccountState {
  /** Aborts at the reset: everything that waits in the old state stops. */
  readonly signal: AbortSignal
  readonly tokens: TokenBook
  readonly templates: TemplateBook
  readonly fleets: Map<string, Fleet>
  readonly instances: Map<string, InstanceRecord>
  /** When things with an identifier were made, in the account's milliseconds. */
  readonly createdAt: Map<string, number>
  readonly files: FileStates
  readonly balancers: Balancers
  /** Distributions, by id. */
  readonly distributions: Map<string, DistributionRecord>
  /** Certificates that were asked for, by ARN. */
  readonly certificates: Map<string, CertificateRecord>
  /** Who writes the data of a file system, by its id. */
  readonly leases: Map<string, Lease>
  /** Ids of the checkpoints on a file system, oldest first, by `<file system>/<service>`. */
  readonly checkpoints: Map<string, readonly string[]>
  /** Backups on a file system, oldest first, by its id. */
  readonly backups: Map<string, readonly Backup[]>
  /** What was brought to a file system, by its id. */
  readonly incoming: Map<string, Incoming>
  /** What began to use data, by file system. */
  readonly opened: Map<string, readonly Opened[]>
  /** When an instance profile becomes usable by EC2, by `account/name`, in the account's milliseconds. */
  readonly profiles: Map<string, number>
  readonly commands: Map<string, Command>
  /** Sessions of Session Manager, by their ids. */
  readonly sessions: Map<string, Session>
  /** Keys that the metadata service gave to instances for their roles, by access key. */
  readonly roleKeys: Map<string, RoleKey>
  /** Codes of devices that were used, by serial number. */
  readonly mfaCodes: Set<string>
  /** Access keys that AssumeRole gave somebody. */
  readonly sessionKeys: Set<string>
  /** What went wrong inside the sandbox itself. */
  readonly internalErrors: string[]
}

/** Makes what runs in instances: simulated ones, or real machines. */
export interface Machines {
  /** Makes an instance and switches it on. */
  start(cx: Context, launch: Launch): EmulatedInstance
  /** Takes away all of them at once. */
  reset?(): Promise<void>
}

/** Everything that a patch may use. */
export interface Context {
  readonly clock: Clock
  readonly moto: Moto
  readonly settings: Settings
  readonly state: AccountState
  /** What launches are made of. */
  readonly machines: Machines
}
