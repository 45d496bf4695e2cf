// Backups: `gm backup` with its commands, and `gm restore`.
import { verbs } from '@geuse/instance-contract'
import { z } from 'zod'
import { stack, words } from './told.js'

const { backups, work } = verbs.backups.answer.shape

/** `gm backup list`, the oldest first. */
export const listedBackups = z.strictObject({ stack, backups, work })

/** `gm backup`, `gm backup verify` */
export const backedUp = z.strictObject({ stack, backup: backups.element })

/** `gm restore` */
export const restored = backedUp.extend({
  adopted: words("secrets of the stack that are the backup's now, e.g. n8n/encryption-key"),
})
