// Brings a backup from the file system of a stack into a file here, with its keys, sealed: what is left when the
// account or the region is not.
import { resolve } from 'node:path'
import type { downloaded } from '../../output/backup.js'
import type { Told } from '../../output/told.js'
import { demandSessionPlugin } from '../../aws/instance/session-plugin.js'
import { required } from '../../aws/common/required.js'
import type { Host } from '../host.js'
import type { Running, StackOperation } from '../run/stack-operation.js'
import type { KnownStackRequest } from '../stack/load.js'
import { chosenBackup } from './choose.js'
import { demandFree, writeBackupFile } from './file/backup-file.js'
import { sealKeys } from './file/key-envelope.js'
import { demandAuthentic, manifestName, partName, readManifest, type Manifest } from './file/manifest.js'
import { demandPassphrase } from './file/passphrase.js'
import { Transfer } from './file/transfer.js'
import { backupKeyName, readKeys } from './keys.js'
import { type BackupPlace, backupPlace } from './place.js'
import { percentOf } from './percent.js'
import { holding, runSteps, type BackupRow, type Step } from './work.js'

/** A file that is wanted. */
export interface WantedFile {
  /** Where; in the current folder, named by stack and backup, without it. */
  readonly path?: string | undefined
  /** Asks for what is to open it. */
  passphrase(): Promise<string>
}

/** A file that can be made. */
export interface NewFile extends Pick<WantedFile, 'path'> {
  readonly passphrase: string
}

/** What is to be downloaded. */
export interface DownloadRequest extends KnownStackRequest {
  /** The newest one without it. */
  readonly id?: string | undefined
  readonly file: WantedFile
}

/** A backup that can be downloaded. */
export interface PreparedDownload {
  readonly place: BackupPlace
  readonly backup: BackupRow
  readonly file: NewFile
}

/** How a download ended. */
export type Downloaded = Told<typeof downloaded>

/** Downloads a backup. */
export const downloadBackup: StackOperation<DownloadRequest, PreparedDownload, Downloaded> = {
  title: 'the download',
  prepare: async (host, request, { signal }) => {
    const place = await backupPlace(host, request)
    const backup = await chosenBackup(place, request.id, signal)
    return { place, backup, file: await newFile(request.file, place, backup.id) }
  },
  run: (host, prepared, running) => holding(host, prepared.place, 'download', () => download(host, prepared, running)),
}

async function download(host: Host, { place, backup, file }: PreparedDownload, running: Running): Promise<Downloaded> {
  const { stack_name: stack } = place.document
  const path = pathOf(file, place, backup.id)
  const again = `gm backup download ${stack} ${backup.id}   # tries again`
  const steps = [downloadStep(host, place, Promise.resolve(backup), file)]
  await runSteps(host, place, { operation: 'download', steps, hints: [again] }, running)
  return { stack, backup, file: path }
}

/**
 * @param id of the backup, where it is known
 * @throws GmError NOT_FOUND without the Session Manager plugin, CONFIG_INVALID for a file that is there already or a
 *   passphrase that is too short
 */
export async function newFile({ path, passphrase }: WantedFile, place: BackupPlace, id?: string): Promise<NewFile> {
  await demandSessionPlugin()
  if (id !== undefined || path !== undefined) await demandFree(pathOf({ path }, place, id ?? ''))
  const file = { path, passphrase: await passphrase() }
  demandPassphrase(file.passphrase)
  return file
}

/** @returns the whole path of the file of a backup */
export function pathOf({ path }: Pick<WantedFile, 'path'>, { document }: BackupPlace, id: string): string {
  return resolve(path ?? `${document.stack_name}-${id}.backup`)
}

/** @param made which one, known when the step is taken. @returns the step that brings it here */
export function downloadStep(host: Host, place: BackupPlace, made: Promise<BackupRow>, file: NewFile): Step {
  return {
    id: 'download',
    outcome: 'created',
    seconds: 60,
    interrupted: 'The download was stopped, and nothing of the file is left; the backup stays where it is',
    run: async (note, signal) => {
      const { id, key } = await made
      const path = pathOf(file, place, id)
      const keys = await readKeys(place.scope.clients, required(key ?? undefined, 'the key of the backup'))
      const sealed = await sealKeys(keys, file.passphrase, id)
      await Transfer.using(host, place, { id, direction: 'send' }, signal, async (transfer) => {
        const manifest = await fetchManifest(transfer)
        demandAuthentic(manifest, required(keys.get(backupKeyName), 'the key of the backup'))
        const total = manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0)
        const onBytes = percentOf(total, (percent) => note(`fetches, ${percent} %`))
        await writeBackupFile(path, {
          head: { format: 1, id, keys: sealed },
          manifest,
          write: (part, take) =>
            transfer.fetch({ name: partName(part), bytes: part.bytes }, (chunk) => {
              onBytes(chunk.length)
              return take(chunk)
            }),
        })
      })
      return path
    },
  }
}

async function fetchManifest(transfer: Transfer): Promise<Manifest> {
  return readManifest(await transfer.fetchText(manifestName))
}
