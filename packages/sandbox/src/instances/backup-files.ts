// The files of a simulated backup: a manifest as the instance's scripts write one, closed with its key, and parts that
// hold nothing but are always the same.
import { createHash, createHmac } from 'node:crypto'
import type { Backup } from './backup-record.js'

/** Bytes of a part. */
export const bytesOfPart = 20_480

/**
 * @param secret the key of the backup, 64 hexadecimal digits
 * @returns its files, by their names
 */
export function filesOf(backup: Backup, secret: string): Map<string, Buffer> {
  const parts = backup.services.map(({ service }) => [service, contentOf(`${backup.stackId}/${backup.id}/${service}`)])
  const rows = [
    ['format', '1'],
    ['at', backup.at],
    ['stack', backup.stack],
    ['stack_id', backup.stackId],
    ['key', backup.key],
    ...backup.services.map(({ service, format, images }) => [
      ...['service', service, format ?? '-'],
      ...(images ?? '').split(' '),
    ]),
    ...(parts as [string, Buffer][]).map(([service, part]) => [
      ...['part', service, String(part.length), String(part.length), sha256(part)],
    ]),
  ]
  const head = rows.map((row) => `${row.join('\t')}\n`).join('')
  const manifest = `${head}mac\t${macOf(head, secret)}\n`
  return new Map([
    ['manifest.tsv', Buffer.from(manifest)],
    ...(parts as [string, Buffer][]).map(([service, part]) => [`${service}.part`, part] as const),
  ])
}

/**
 * @param id of a backup that was brought
 * @param files of it
 * @returns it; undefined where its manifest or a part is not whole
 */
export function readFiles(id: string, files: ReadonlyMap<string, Buffer>): Backup | undefined {
  const rows = (files.get('manifest.tsv')?.toString() ?? '').split('\n').map((line) => line.split('\t'))
  const value = (name: string) => rows.find(([kind]) => kind === name)?.[1] ?? null
  const parts = rows.filter(([kind]) => kind === 'part')
  const isWhole = parts.every(([, service, , , sum]) => sha256(files.get(`${service}.part`) ?? Buffer.alloc(0)) === sum)
  if (value('mac') === null || parts.length === 0 || !isWhole) return undefined
  const services = rows.flatMap(([kind, service = '', format = null, ...images]) =>
    kind === 'service' ? [{ service, format: format === '-' ? null : format, images: images.join(' ') }] : [],
  )
  return {
    ...{ id, at: value('at'), stack: value('stack'), stackId: value('stack_id'), key: value('key') },
    ...{ bytes: parts.reduce((sum, [, , bytes]) => sum + Number(bytes), 0), services, torn: false },
  }
}

/** @returns whether a manifest was closed with a key */
export function isClosedWith(secret: string, files: ReadonlyMap<string, Buffer>): boolean {
  const text = files.get('manifest.tsv')?.toString() ?? ''
  const at = text.lastIndexOf('mac\t')
  return text.slice(at + 'mac\t'.length).trimEnd() === macOf(text.slice(0, at), secret)
}

function contentOf(seed: string): Buffer {
  const blocks = Array.from({ length: bytesOfPart / 32 }, (_, at) =>
    createHash('sha256').update(`${seed}/${at}`).digest(),
  )
  return Buffer.concat(blocks)
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function macOf(text: string, secret: string): string {
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(text).digest('hex')
}
