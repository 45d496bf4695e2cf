// What opens the keys in a file: typed, or the first line of a file of its own.
import { readFile } from 'node:fs/promises'
import { GmError } from '@geuse/plugin-api'

/** Whoever has the file can try as often as he likes; NIST SP 800-63B-4 asks for 15 where nothing else is asked for. */
const fewest = 15

/** @returns true, or what is wrong with a new one */
export function validPassphrase(passphrase: string): true | string {
  return [...passphrase].length >= fewest || `${fewest} characters at least`
}

/**
 * @param path of a file whose first line it is
 * @throws GmError NOT_FOUND, CONFIG_INVALID
 */
export async function readPassphrase(path: string): Promise<string> {
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new GmError('NOT_FOUND', `There is no file ${path}`)
    throw new GmError('CONFIG_INVALID', `${path} cannot be read (${error.code})`, { cause: error })
  })
  const [line = ''] = content.split(/\r?\n/)
  if (line === '') throw new GmError('CONFIG_INVALID', `The first line of ${path} is empty: it is the passphrase`)
  return line
}

/** @throws GmError CONFIG_INVALID for one that could be guessed */
export function demandPassphrase(passphrase: string): void {
  const valid = validPassphrase(passphrase)
  if (valid !== true) throw new GmError('CONFIG_INVALID', `The passphrase is too short: ${valid}`)
}
