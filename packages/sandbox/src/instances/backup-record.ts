// Backups that lie on a file system.
import type { AnswerOf } from '@geuse/instance-contract'

/** One of them, as it is told. */
export type Backup = AnswerOf<'backups'>['backups'][number]

/** Which images began to use the data of a service. */
export type Opened = AnswerOf<'backups'>['opened'][number]

/** A backup that is brought to an instance, as far as it is there. */
export interface Incoming {
  readonly id: string
  /** By their names. */
  readonly files: Map<string, Buffer>
}
