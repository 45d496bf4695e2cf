// Reads the user data that an instance was given: unzips it and takes out the files that its script would write. The
// rest of its bundle is fetched by the boot.
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { planPath, planTables } from '@geuse/instance-contract'

/** A file that the script writes. */
export interface BundleFile {
  readonly mode: string
  readonly text: string
}

/** What an instance was given to start with. */
export interface Bundle {
  /** The bundle's own name for its content. */
  readonly hash: string
  /** What the whole must have that is still to be fetched; undefined once it is there. */
  awaited?: string | undefined
  files: ReadonlyMap<string, BundleFile>
}

const filePattern = /^gm_file (?<mode>\d{4}) (?<path>\S+) <<'GM_END_OF_FILE'\n(?<text>[\s\S]*?)^GM_END_OF_FILE$/gm
const bundleMark = /^bundle=\/opt\/geusemaker\/(?<hash>[0-9a-f]+)$/m
const awaitedMark = /^printf '%s' (?<sha256>[0-9a-f]{64}) >"\$bundle\.sha256"$/m
const startPattern = /^exec \/opt\/geusemaker\/current\/gm-boot$/m
const currentPattern = /^ln -sfn "\$bundle" \/opt\/geusemaker\/current$/m

/**
 * User data as cloud-init sees it: base64 taken off, unzipped if it is zipped. Undefined if it is neither text nor
 * gzip.
 */
export function scriptOf(userData: string): string | undefined {
  const bytes = Buffer.from(userData, 'base64')
  try {
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString() : bytes.toString()
  } catch {
    return undefined
  }
}

/**
 * Reads a whole bundle as the parameter store has it.
 * @param parts base64, in their order
 * @param sha256 of its script
 * @returns its files; undefined where it is not that one
 */
export function readWhole(parts: readonly string[], sha256: string): Bundle | undefined {
  const script = scriptOf(parts.join(''))
  if (script === undefined || createHash('sha256').update(script).digest('hex') !== sha256) return undefined
  return { hash: sha256.slice(0, 16), files: filesOf(script) }
}

function filesOf(script: string): Bundle['files'] {
  return new Map(
    [...script.matchAll(filePattern)].map(({ groups }) => [
      groups?.['path'] ?? '',
      { mode: groups?.['mode'] ?? '', text: groups?.['text'] ?? '' },
    ]),
  )
}

/** gm-boot reads its stack before it begins with a phase. */
function stackObstacle(text: string | undefined): string | undefined {
  if (text === undefined) return `gm-boot: failed in start: ${planPath('stack')}: No such file or directory`
  try {
    planTables.stack.read(text)
    return undefined
  } catch (error) {
    return `gm-boot: failed in start: ${planPath('stack')}: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Why the script's own start would come to nothing. */
function startObstacle(files: Bundle['files']): string | undefined {
  const boot = files.get('gm-boot')
  if (!boot) return '/opt/geusemaker/current/gm-boot: No such file or directory'
  if (boot.mode !== '0755' || !boot.text.startsWith('#!/bin/bash\n'))
    return '/opt/geusemaker/current/gm-boot: cannot execute'
  return stackObstacle(files.get(planPath('stack'))?.text)
}

/** Reads a script; the reason is given where an instance could not start from it. */
export function readBundle(script: string): Bundle | { readonly reason: string } {
  if (!script.startsWith('#!')) return { reason: 'cloud-init: user data has no #! line and is not run' }
  const hash = bundleMark.exec(script)?.groups?.['hash']
  if (hash === undefined) return { reason: 'user data names no bundle' }
  const files = filesOf(script)
  if (!currentPattern.test(script) || !startPattern.test(script))
    return { reason: 'user data does not start /opt/geusemaker/current/gm-boot' }
  const reason = startObstacle(files)
  return reason === undefined ? { hash, files, awaited: awaitedMark.exec(script)?.groups?.['sha256'] } : { reason }
}
