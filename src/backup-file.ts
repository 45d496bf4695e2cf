// What the commands share that make or read the file of a backup.
import * as Flags from '@oclif/core/flags'
import { isBackupId, readPassphrase, validPassphrase, type KnownFile, type WantedFile } from '@geuse/core/backup'
import type { Prompts } from '@geuse/core/host'
import { GmError } from '@geuse/plugin-api'

const name = 'passphrase-file'
const typed = `--${name} FILE`

/** Of the flag that says what opens a file. */
export const passphraseOptions = {
  description: 'file whose first line opens the backup; asked for without it',
  helpValue: 'FILE',
}

/** That flag. */
export const passphraseFlag = { [name]: Flags.string(passphraseOptions) }

/**
 * @param path where to put it
 * @param passphraseFile of the flag
 * @returns a file that is to be made
 */
export function wantedFile(
  path: string | undefined,
  passphraseFile: string | undefined,
  prompts: () => Prompts,
): WantedFile {
  const question = 'A passphrase for the file, without which nobody can restore it:'
  return {
    path,
    passphrase: () =>
      passphraseFile === undefined
        ? prompts().secret(question, typed, validPassphrase)
        : readPassphrase(passphraseFile),
  }
}

/**
 * @param text an id of a backup, or a file; the newest backup without it
 * @param passphraseFile of the flag
 * @returns the backup that is meant
 * @throws GmError CONFIG_INVALID for a passphrase that nothing asks for
 */
export function backupSource(
  text: string | undefined,
  passphraseFile: string | undefined,
  prompts: () => Prompts,
): { readonly id?: string | undefined } | { readonly file: KnownFile } {
  if (text !== undefined && !isBackupId(text)) return { file: knownFile(text, passphraseFile, prompts) }
  if (passphraseFile === undefined) return { id: text }
  throw new GmError('CONFIG_INVALID', `--${name} opens a file, and ${text ?? 'the newest backup'} lies in the account`)
}

function knownFile(path: string, passphraseFile: string | undefined, prompts: () => Prompts): KnownFile {
  return {
    path,
    passphrase: () =>
      passphraseFile === undefined
        ? prompts().secret(`The passphrase of ${path}:`, typed)
        : readPassphrase(passphraseFile),
  }
}
