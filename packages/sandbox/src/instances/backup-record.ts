// Backups that lie on a file system.
import type { AnswerOf } from '@geuse/instance-contract'

/** One of them, as it is told. */
export type Backup = AnswerOf<'backups'>['backups'][number]

/** Which images began to use the data of a service. */
export type Opened = AnswerOf<'backups'>['opened'][number]
