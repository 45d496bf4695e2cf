// Everything an instance needs as files, named by their content: the same files always have the same address.
import { createHash } from 'node:crypto'
import { GmError } from '@geuse/plugin-api'
import { ownFile, type OwnFile } from './own-files.js'

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
  /** First 16 hexadecimal digits of `sha256`: the name of its folder, and of its place in the parameter store. */
  readonly hash: string
  /** SHA-256 of `script`. */
  readonly sha256: string
  readonly files: readonly BundleFile[]
  /** For bash: writes all of them into the folder that is its first argument. */
  readonly script: string
}

/**
 * Makes a bundle.
 * @param files what the stack brings; the scripts that every instance runs are added
 * @throws GmError BUG for two files of one path; CONFIG_INVALID for a path that could leave the bundle's folder, or a
 *   file that holds the line that ends files
 */
export function makeBundle(files: readonly BundleFile[]): Bundle {
  const all = [...own(), ...files].map(withNewline).sort((a, b) => (a.path < b.path ? -1 : 1))
  all.forEach((file, index) => check(file, all[index - 1]))
  const script = `bundle=$1\n${unpacking(all)}\n`
  const sha256 = createHash('sha256').update(script).digest('hex')
  return { hash: sha256.slice(0, 16), sha256, files: all, script }
}

/** What every instance needs until it has its bundle: path in the bundle, mode, file here. */
const firstFiles = [
  ['gm-boot', '0755', 'gm-boot.sh'],
  ['gm-lib', '0644', 'gm-lib.sh'],
  ['gm-watch', '0755', 'gm-watch.sh'],
  ['gmctl', '0755', 'gmctl.sh'],
  ['geusemaker.service', '0644', 'geusemaker.service'],
  ['geusemaker-watch.service', '0644', 'geusemaker-watch.service'],
] as const

/** What every instance runs later. */
const laterFiles = [['gm-backup', '0755', 'gm-backup.sh']] as const

function own(): BundleFile[] {
  return [...firstFiles, ...laterFiles].map(([path, mode, file]) => ({ path, mode, text: script(file) }))
}

/** @returns whether a file of a bundle is one that its instance needs before it has the others */
export function isFirst({ path }: BundleFile): boolean {
  return firstFiles.some(([own]) => own === path)
}

/** UserData is short: comments and indentation stay at home. None of these scripts holds a here-document. */
function script(name: OwnFile): string {
  return ownFile(name)
    .replaceAll(/^ +/gm, '')
    .replaceAll(/^#(?!!).*\n/gm, '')
}

function withNewline(file: BundleFile): BundleFile {
  return file.text.endsWith('\n') || file.text === '' ? file : { ...file, text: `${file.text}\n` }
}

const end = 'GM_END_OF_FILE'

/** @returns lines of bash that write files below `$bundle`; what is alike stands together, and packs into less */
export function unpacking(files: readonly BundleFile[]): string {
  const sorted = files.toSorted((one, other) => Number(one.mode) - Number(other.mode))
  return ['gm_file() { install -D -m "$1" /dev/stdin "$bundle/$2"; }', ...sorted.map(heredoc)].join('\n')
}

function heredoc({ path, mode, text }: BundleFile): string {
  return `gm_file ${mode} ${path} <<'${end}'\n${text}${end}`
}

/** Paths are written into a script: nothing but names and slashes. */
const path = /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/

function check(file: BundleFile, before: BundleFile | undefined): void {
  if (!path.test(file.path))
    throw new GmError('CONFIG_INVALID', `The file name ${JSON.stringify(file.path)} cannot be used on the instance`)
  if (file.path === before?.path) throw new GmError('BUG', `Two files of the instance are called ${file.path}`)
  if (file.text.split('\n').includes(end))
    throw new GmError('CONFIG_INVALID', `The file ${file.path} holds a line ${end}`)
}
