// A backup from a file, on its way into a stack: read here as a whole first, then brought to where the stack's instance
// reads it, with its keys.
import { Readable } from 'node:stream'
import { GmError } from '@geuse/plugin-api'
import { demandSessionPlugin } from '../../../aws/instance/session-plugin.js'
import type { Host } from '../../host.js'
import { type Keys, backupKeyName, lendKeys, placeKeys } from '../keys.js'
import { percentOf } from '../percent.js'
import type { BackupPlace } from '../place.js'
import type { BackupRow, Step } from '../work.js'
import { type BackupFile, checkParts, contentOf, openBackupFile } from './backup-file.js'
import { openKeys } from './key-envelope.js'
import { demandAuthentic, manifestName, partName } from './manifest.js'
import { Transfer } from './transfer.js'

/** A file with a backup. */
export interface KnownFile {
  readonly path: string
  /** Asks for what opens its keys. */
  passphrase(): Promise<string>
}

/** A backup in a file that opens. */
export interface OpenedFile {
  readonly file: BackupFile
  readonly keys: Keys
  /** As an instance would tell it. */
  readonly row: BackupRow
}

/**
 * @throws GmError NOT_FOUND without such a file or the Session Manager plugin; CONFIG_INVALID for what is no backup, is
 *   torn, was changed, or does not open
 */
export async function openFile({ path, passphrase }: KnownFile): Promise<OpenedFile> {
  const file = await openBackupFile(path)
  await demandSessionPlugin()
  const keys = await openKeys(file.keys, await passphrase(), file.id)
  const secret = keys.get(backupKeyName)
  if (secret === undefined) throw new GmError('CONFIG_INVALID', `${path} does not hold the key of its backup`)
  demandAuthentic(file.manifest, secret)
  const { id, manifest } = file
  const { at, stack, stackId, key, services, parts } = manifest
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  return { file, keys, row: { id, at, stack, stackId, key, services, bytes, torn: false } }
}

/** @returns the step that brings it to the instance of a stack */
export function uploadStep(host: Host, place: BackupPlace, { file, keys, row }: OpenedFile): Step {
  const total = row.bytes ?? 0
  return {
    id: 'upload',
    outcome: 'created',
    seconds: 60,
    interrupted: 'The upload was stopped; the stack is as it was',
    run: async (note, signal) => {
      if (await isUnderWay(place, row.id, signal)) return file.path
      const onRead = percentOf(total, (percent) => note(`reads the file, ${percent} %`))
      await checkParts(file, onRead, signal)
      const store = { clients: place.scope.clients, stack: place.stack }
      await placeKeys(store, file.manifest.key, keys)
      await lendKeys(store, file.manifest.key)
      const onBytes = percentOf(total, (percent) => note(`brings it to the instance, ${percent} %`))
      const args = { id: row.id, direction: 'receive' } as const
      await Transfer.using(host, place, args, signal, (transfer) => bring(transfer, file, onBytes))
      return file.path
    },
  }
}

/** The manifest comes last: without it nothing is whole. */
async function bring(transfer: Transfer, file: BackupFile, onBytes: (count: number) => void): Promise<void> {
  const { parts, text } = file.manifest
  for (const part of parts) {
    let there = 0
    const content = (from: number) => contentOf(file, part, from)
    await transfer.bring({ name: partName(part), bytes: part.bytes }, content, (count) => {
      onBytes(Math.max(0, count - there))
      there = Math.max(there, count)
    })
  }
  const manifest = Buffer.from(text)
  const once = (from: number) => Readable.from([manifest.subarray(from)])
  await transfer.bring({ name: manifestName, bytes: manifest.length }, once, () => undefined)
}

/** Whoever asked before has closed his laptop: what was brought is being read, and cannot be brought again. */
async function isUnderWay(place: BackupPlace, id: string, signal: AbortSignal): Promise<boolean> {
  const { work } = await place.instance(signal).backups()
  return work?.state === 'running' && work.id === id
}
