// Backups: `gm backup` with its commands, and `gm restore`.
import { verbs } from '@geuse/instance-contract'
import { z } from 'zod'
import { stack, words } from './told.js'

const { backups, work } = verbs.backups.answer.shape

/** `gm backup list`, the oldest first. */
export const listedBackups = z.strictObject({ stack, backups, work })

/** `gm backup verify` */
export const backedUp = z.strictObject({ stack, backup: backups.element })

const file = z.string().describe('the whole path')

/** `gm backup` */
export const madeBackup = backedUp.extend({ file: file.nullable().describe('the whole path; null without --file') })

/** `gm backup download` */
export const downloaded = backedUp.extend({ file })

/** `gm restore` */
export const restored = backedUp.extend({
  adopted: words("secrets of the stack that are the backup's now, e.g. n8n/encryption-key"),
})
