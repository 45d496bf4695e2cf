// A bundle on its two ways to an instance: the script that a cloud runs at its first boot, which holds what every
// instance runs and says where the rest is; and the whole of it, packed for the account's parameter store.
import { gzipSync } from 'node:zlib'
import { planPath } from '@geuse/instance-contract'
import { GmError, type PackedBundle } from '@geuse/plugin-api'
import { isFirst, unpacking, type Bundle } from './bundle.js'

/** What EC2 takes, before base64, in bytes (EC2 user guide, "instance user data"). */
export const userDataLimit = 16_384

/** What a standard parameter holds, in characters (Systems Manager user guide, "Managing parameter tiers"). */
export const parameterLimit = 4096

/** The most parameters for one bundle: 150 KB packed, nine times what the five services need. */
const mostParts = 50

/**
 * @returns the whole bundle as the parameter store keeps it
 * @throws GmError CONFIG_INVALID with the figure when it is too large
 */
export function packBundle({ script, sha256 }: Bundle): PackedBundle {
  const text = pack(script).toString('base64')
  const count = Math.ceil(text.length / parameterLimit)
  if (count > mostParts)
    throw tooLarge(
      `The files of this stack have ${text.length} characters packed, and ${mostParts * parameterLimit} is the most`,
    )
  const parts = Array.from({ length: count }, (_none, at) => text.slice(at * parameterLimit, (at + 1) * parameterLimit))
  return { sha256, parts }
}

/**
 * Writes the first script. It brings enough to tell how the boot goes: fetching the rest is one of its phases, beside
 * the downloads of packages.
 * @param stack name of the stack, for the comment at its top
 */
export function userDataScript(stack: string, { hash, sha256, files }: Bundle): string {
  return [
    '#!/bin/bash',
    `# GeuseMaker ${stack.replaceAll(/[^A-Za-z0-9-]/g, '')}, bundle ${hash}`,
    'set -Eeuo pipefail',
    'umask 077',
    `bundle=/opt/geusemaker/${hash}`,
    unpacking(files.filter((file) => isFirst(file) || file.path === planPath('stack'))),
    `printf '%s' ${sha256} >"$bundle.sha256"`,
    'ln -sfn "$bundle" /opt/geusemaker/current',
    'exec /opt/geusemaker/current/gm-boot',
    '',
  ].join('\n')
}

/**
 * Packs a script as a launch template takes it.
 * @returns gzip'd, base64; the same text for the same script on every system
 * @throws GmError CONFIG_INVALID with the figure when it is larger than EC2 takes
 */
export function packUserData(script: string): string {
  const packed = pack(script)
  if (packed.length > userDataLimit)
    throw tooLarge(`The instance's first script has ${packed.length} bytes packed, and EC2 takes ${userDataLimit}`)
  return packed.toString('base64')
}

function pack(script: string): Buffer {
  const packed = gzipSync(script, { level: 9 })
  packed[systemByte] = anySystem
  return packed
}

function tooLarge(message: string): GmError {
  return new GmError('CONFIG_INVALID', message, { hints: ['gm deploy --services <fewer services>'] })
}

/** The byte of a gzip header that names the system it was made on (RFC 1952), and its value for "unknown". */
const systemByte = 9
const anySystem = 255
