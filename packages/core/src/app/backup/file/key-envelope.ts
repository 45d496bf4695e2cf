// The keys of a backup in its file: sealed with a passphrase, as whoever finds the file is not to read it. scrypt makes
// a key of the passphrase, slowly enough that guessing one is dear; AES-256-GCM seals, and tells a wrong one.
import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import { GmError } from '@geuse/plugin-api'
import { z } from 'zod'
import { SecretValue } from '../../../aws/resources/secrets/secret-value.js'
import type { Keys } from '../keys.js'

/** Keys, sealed; bytes are base64. */
export const keyEnvelope = z.strictObject({
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    salt: z.base64(),
    n: z.literal(2 ** 17),
    r: z.literal(8),
    p: z.literal(1),
  }),
  cipher: z.literal('aes-256-gcm'),
  nonce: z.base64(),
  tag: z.base64(),
  sealed: z.base64(),
})

/** See `keyEnvelope`. */
export type KeyEnvelope = z.output<typeof keyEnvelope>

/**
 * The least that OWASP advises for scrypt: 128 MiB and about half a second
 * (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt).
 */
const cost = { n: 2 ** 17, r: 8, p: 1 } as const
const cipher = 'aes-256-gcm'

const values = z.record(z.string().regex(/^[a-z0-9/-]+$/), z.string())

/**
 * @param about what they belong to; they open only with the same
 * @returns keys, sealed
 */
export async function sealKeys(keys: Keys, passphrase: string, about: string): Promise<KeyEnvelope> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const sealing = createCipheriv(cipher, await keyOf(passphrase, salt), nonce).setAAD(Buffer.from(about))
  const text = JSON.stringify(Object.fromEntries([...keys].map(([name, value]) => [name, value.reveal()])))
  const sealed = Buffer.concat([sealing.update(text), sealing.final()])
  return {
    kdf: { name: 'scrypt', salt: salt.toString('base64'), ...cost },
    cipher,
    nonce: nonce.toString('base64'),
    tag: sealing.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  }
}

/**
 * @returns the keys
 * @throws GmError CONFIG_INVALID for another passphrase than they were sealed with, or where something was changed
 */
export async function openKeys(envelope: KeyEnvelope, passphrase: string, about: string): Promise<Keys> {
  const key = await keyOf(passphrase, bytes(envelope.kdf.salt))
  try {
    const opening = createDecipheriv(cipher, key, bytes(envelope.nonce), { authTagLength: 16 })
    opening.setAAD(Buffer.from(about)).setAuthTag(bytes(envelope.tag))
    const text = Buffer.concat([opening.update(bytes(envelope.sealed)), opening.final()]).toString()
    return new Map(
      Object.entries(values.parse(JSON.parse(text))).map(([name, value]) => [name, new SecretValue(value)]),
    )
  } catch {
    throw new GmError('CONFIG_INVALID', 'The backup does not open with this passphrase')
  }
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64')
}

function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  const { n: N, r, p } = cost
  const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)
  return derive(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r })
}
