// A bundle as the one script that a cloud runs at an instance's first boot: it unpacks the files and starts them.
import { gzipSync } from 'node:zlib'
import { GmError } from '@geuse/plugin-api'
import type { Bundle, BundleFile } from './bundle.js'

/** What EC2 takes, before base64, in bytes (EC2 user guide, "instance user data"). */
export const userDataLimit = 16_384

const end = 'GM_END_OF_FILE'

/**
 * Writes the script.
 * @param stack name of the stack, for the comment at its top
 * @throws GmError CONFIG_INVALID when a file holds the line that ends files
 */
export function userDataScript(stack: string, bundle: Bundle): string {
  return [
    '#!/bin/bash',
    `# GeuseMaker ${stack.replaceAll(/[^A-Za-z0-9-]/g, '')}, bundle ${bundle.hash}`,
    'set -Eeuo pipefail',
    'umask 077',
    // Another bundle of a living instance is unpacked by the same script, beside the one in force.
    `bundle=\${GM_UNPACK:-/opt/geusemaker/${bundle.hash}}`,
    'gm_file() { install -D -m "$1" /dev/stdin "$bundle/$2"; }',
    ...bundle.files.toSorted(byMode).map(heredoc),
    '[[ -z ${GM_UNPACK:-} ]] || exit 0',
    'ln -sfn "$bundle" /opt/geusemaker/current',
    'exec /opt/geusemaker/current/gm-boot',
    '',
  ].join('\n')
}

/** What is alike stands together, and packs into less: tables and templates first, then scripts. */
function byMode(one: BundleFile, other: BundleFile): number {
  return Number(one.mode) - Number(other.mode)
}

function heredoc({ path, mode, text }: BundleFile): string {
  if (text.split('\n').includes(end)) throw new GmError('CONFIG_INVALID', `The file ${path} holds a line ${end}`)
  return `gm_file ${mode} ${path} <<'${end}'\n${text}${end}`
}

/**
 * Packs a script as a launch template takes it.
 * @returns gzip'd, base64; the same text for the same script on every system
 * @throws GmError CONFIG_INVALID with the figure when it is larger than EC2 takes
 */
export function packUserData(script: string): string {
  const packed = gzipSync(script, { level: 9 })
  packed[systemByte] = anySystem
  if (packed.length > userDataLimit) {
    throw new GmError(
      'CONFIG_INVALID',
      `The instance's first script has ${packed.length} bytes packed, and EC2 takes ${userDataLimit}`,
      {
        hints: ['gm deploy --services <fewer services>'],
      },
    )
  }
  return packed.toString('base64')
}

/** The byte of a gzip header that names the system it was made on (RFC 1952), and its value for "unknown". */
const systemByte = 9
const anySystem = 255
