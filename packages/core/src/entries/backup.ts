// What `gm backup` and `gm restore` use.
export { backUp, type BackedUp, type BackupRequest, type PreparedBackup } from '../app/backup/backup.js'
export { listBackups, type ListedBackups } from '../app/backup/list.js'
export type { BackupPlace } from '../app/backup/place.js'
export { restore, type PreparedRestore, type Restored, type RestoreRequest } from '../app/backup/restore.js'
export { verifyBackup, type PreparedVerify, type VerifyRequest } from '../app/backup/verify.js'
export type { KnownStackRequest } from '../app/stack/load.js'
export { backupLines } from '../ui/backup-table.js'
export { byteWords } from '../ui/storage-words.js'
