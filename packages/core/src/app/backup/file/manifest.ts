// What a backup says of itself, as its instance wrote it: whose it is, what wrote the data, and the checksum of every
// part; closed with its key, so that nothing in it can be changed.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { GmError } from '@geuse/plugin-api'
import type { SecretValue } from '../../../aws/resources/secrets/secret-value.js'
import type { BackupRow } from '../work.js'

/** What one service keeps, encrypted. */
export interface Part {
  readonly service: string
  readonly bytes: number
  /** Of what is encrypted: 64 hexadecimal digits. */
  readonly sha256: string
}

/** A manifest that is whole. */
export interface Manifest extends Pick<BackupRow, 'at' | 'stack' | 'stackId' | 'services'> {
  /** As it was written. */
  readonly text: string
  /** Name of the set of keys. */
  readonly key: string
  readonly parts: readonly Part[]
}

/** Name of its file in a backup. */
export const manifestName = 'manifest.tsv'

/** @returns the name of the file of a part */
export function partName({ service }: Pick<Part, 'service'>): string {
  return `${service}.part`
}

/** Files of this format are read. */
const format = '1'
const macRow = /^mac\t([0-9a-f]{64})\n$/

/**
 * @param text of a manifest
 * @throws GmError CONFIG_INVALID for one that is not whole, or of another format
 */
export function readManifest(text: string): Manifest {
  const rows = text.split('\n').map((line) => line.split('\t'))
  const value = (name: string) => rows.find(([kind]) => kind === name)?.[1] ?? null
  const [key, written] = [value('key'), value('format')]
  const parts = rows.flatMap(([kind, service = '', bytes = '', , sha256 = '']) =>
    kind === 'part' ? [{ service, bytes: Number(bytes), sha256 }] : [],
  )
  if (!macRow.test(lastRow(text)) || key === null || parts.length === 0 || !parts.every(isSound))
    throw new GmError('CONFIG_INVALID', 'The backup is torn: its manifest is not whole')
  if (written !== format)
    throw new GmError('CONFIG_INVALID', `The backup is of format ${written}, and this gm reads format ${format}`)
  const services = rows.flatMap(([kind, service = '', dataFormat = '-', ...images]) =>
    kind === 'service' ? [{ service, format: known(dataFormat), images: known(images.join(' ')) }] : [],
  )
  return { text, key, parts, services, at: value('at'), stack: value('stack'), stackId: value('stack_id') }
}

/**
 * @param secret the key of the backup, 64 hexadecimal digits
 * @throws GmError CONFIG_INVALID where it was changed, or closed with another key
 */
export function demandAuthentic({ text }: Manifest, secret: SecretValue): void {
  const last = lastRow(text)
  const sum = createHmac('sha256', Buffer.from(secret.reveal(), 'hex')).update(text.slice(0, -last.length)).digest()
  const written = Buffer.from(macRow.exec(last)?.[1] ?? '', 'hex')
  if (written.length === sum.length && timingSafeEqual(written, sum)) return
  throw new GmError('CONFIG_INVALID', 'The manifest of the backup was changed, or is of another key')
}

function lastRow(text: string): string {
  return text.slice(text.lastIndexOf('\n', text.length - 2) + 1)
}

function isSound({ service, bytes, sha256 }: Part): boolean {
  return /^[a-z0-9-]+$/.test(service) && Number.isSafeInteger(bytes) && bytes >= 0 && /^[0-9a-f]{64}$/.test(sha256)
}

function known(text: string): string | null {
  return text === '' || text === '-' ? null : text
}
