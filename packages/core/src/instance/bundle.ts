// Everything an instance needs as files, named by their content: the same files always have the same address.
import { createHash } from 'node:crypto'
import { GmError } from '@geuse/plugin-api'
import { ownFile } from './own-files.js'

/** One file of a bundle. */
export interface BundleFile {
  /** Below the bundle's folder. */
  readonly path: string
  /** Octal, four digits, e.g. `0755`. */
  readonly mode: string
  /** Ends with a newline. */
  readonly text: string
}

/** Files by path, and their address. */
export interface Bundle {
  /** First 16 hexadecimal digits of the SHA-256 over all files. */
  readonly hash: string
  readonly files: readonly BundleFile[]
}

/**
 * Makes a bundle.
 * @param files what the stack brings; the scripts that every instance runs are added
 * @throws GmError BUG for two files of one path; CONFIG_INVALID for a path that could leave the bundle's folder
 */
export function makeBundle(files: readonly BundleFile[]): Bundle {
  const all = [...own(), ...files].map(withNewline).sort((a, b) => (a.path < b.path ? -1 : 1))
  all.forEach((file, index) => check(file, all[index - 1]))
  const hash = createHash('sha256')
  for (const { mode, path, text } of all) hash.update(`${mode} ${path}\n${text}`)
  return { hash: hash.digest('hex').slice(0, 16), files: all }
}

function own(): BundleFile[] {
  return [
    { path: 'gm-boot', mode: '0755', text: ownFile('gm-boot.sh') },
    { path: 'gmctl', mode: '0755', text: ownFile('gmctl.sh') },
    { path: 'geusemaker.service', mode: '0644', text: ownFile('geusemaker.service') },
  ]
}

function withNewline(file: BundleFile): BundleFile {
  return file.text.endsWith('\n') || file.text === '' ? file : { ...file, text: `${file.text}\n` }
}

/** Paths are written into a script: nothing but names and slashes. */
const path = /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/

function check(file: BundleFile, before: BundleFile | undefined): void {
  if (!path.test(file.path))
    throw new GmError('CONFIG_INVALID', `The file name ${JSON.stringify(file.path)} cannot be used on the instance`)
  if (file.path === before?.path) throw new GmError('BUG', `Two files of the instance are called ${file.path}`)
}
