// What `gm backup` and `gm restore` use.
export { backUp, type BackupRequest, type MadeBackup, type PreparedBackup } from '../app/backup/backup.js'
export { isBackupId } from '../app/backup/choose.js'
export {
  downloadBackup,
  type Downloaded,
  type DownloadRequest,
  type PreparedDownload,
  type WantedFile,
} from '../app/backup/download.js'
export type { KnownFile } from '../app/backup/file/brought.js'
export { readPassphrase, validPassphrase } from '../app/backup/file/passphrase.js'
export { listBackups, type ListedBackups } from '../app/backup/list.js'
export type { BackupPlace } from '../app/backup/place.js'
export { restore, type PreparedRestore, type Restored, type RestoreRequest } from '../app/backup/restore.js'
export { verifyBackup, type PreparedVerify, type Verified, type VerifyRequest } from '../app/backup/verify.js'
export type { KnownStackRequest } from '../app/stack/load.js'
export { backupLines } from '../ui/backup-table.js'
export { byteWords } from '../ui/storage-words.js'
