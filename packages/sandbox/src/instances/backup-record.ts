// Backups that lie on a file system.
import type { AnswerOf } from '@geuse/instance-contract'

/** One of them, as it is told. */
export type Backup = AnswerOf<'backups'>['backups'][number]
