// A backup as one file: a tar of a head with its keys, its manifest, and its parts as they lie on the file system. Any
// tar lists it; only the passphrase opens it.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { createTarDecoder, createTarPacker, type ParsedTarEntry, type TarHeader } from 'modern-tar'
import { GmError } from '@geuse/plugin-api'
import { z } from 'zod'
import { asStorageError } from '../../../state/durable-file.js'
import { keyEnvelope } from './key-envelope.js'
import { manifestName, partName, readManifest, type Manifest, type Part } from './manifest.js'

const head = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(/^\d{8}T\d{6}Z$/),
  keys: keyEnvelope,
})

/** What stands before everything else: which backup it is, and its keys. */
export type FileHead = z.output<typeof head>

/** A file that begins as a backup does. */
export interface BackupFile extends FileHead {
  readonly path: string
  readonly manifest: Manifest
}

const headName = 'geusemaker-backup.json'
/** Of a head or a manifest, in bytes: both are some thousands. */
const mostText = 1_000_000

/**
 * @throws GmError NOT_FOUND where there is no such file; CONFIG_INVALID for one that is no backup, or torn
 */
export async function openBackupFile(path: string): Promise<BackupFile> {
  let first: FileHead | undefined
  for await (const { header, body } of entriesOf(path)) {
    if (header.size > mostText) throw noBackup(path)
    const content = await text(body)
    if (first !== undefined && header.name === manifestName)
      return demandLength({ ...first, path, manifest: readManifest(content) })
    if (header.name !== headName) throw noBackup(path)
    first = readHead(path, content)
  }
  throw first === undefined ? noBackup(path) : torn(path)
}

/**
 * Reads all of a file.
 * @param onBytes told how many were read since it was last told
 * @throws GmError CONFIG_INVALID where a part is not there, or not what was written
 */
export async function checkParts(
  { path, manifest }: BackupFile,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const left = new Map(manifest.parts.map((part) => [partName(part), part]))
  for await (const { header, body } of entriesOf(path)) {
    const part = left.get(header.name)
    const sum = createHash('sha256')
    for await (const chunk of body) {
      signal.throwIfAborted()
      sum.update(chunk)
      if (part !== undefined) onBytes(chunk.length)
    }
    if (part?.sha256 === sum.digest('hex')) left.delete(header.name)
  }
  if (left.size > 0) throw torn(path, [...left.values()])
}

/**
 * @param from how many bytes of it are not wanted
 * @returns what a part holds
 * @throws GmError CONFIG_INVALID where it is not there
 */
export async function* contentOf({ path }: BackupFile, part: Part, from: number): AsyncGenerator<Uint8Array> {
  for await (const { header, body } of entriesOf(path)) {
    if (header.name !== partName(part)) {
      await drain(body)
      continue
    }
    let at = 0
    for await (const chunk of body) {
      if (at + chunk.length > from) yield chunk.subarray(Math.max(0, from - at))
      at += chunk.length
    }
    return
  }
  throw torn(path, [part])
}

/** What a file is made of. */
export interface FileContent {
  readonly head: FileHead
  readonly manifest: Manifest
  /** Writes what a part holds. */
  write(part: Part, take: (chunk: Uint8Array) => Promise<void>): Promise<void>
}

/**
 * Makes a file, as a whole or not at all.
 * @throws GmError CONFIG_INVALID where there is one already; STORAGE_FULL, STORAGE_DENIED
 */
export async function writeBackupFile(path: string, content: FileContent): Promise<void> {
  await demandFree(path)
  const beside = `${path}.${process.pid}.tmp`
  const { readable, controller } = createTarPacker()
  const add = async (
    name: string,
    size: number,
    fill: (take: (chunk: Uint8Array) => Promise<void>) => Promise<void>,
  ) => {
    const entry = controller.add({ name, size, type: 'file', mode: 0o600 }).getWriter()
    await fill((chunk) => entry.write(chunk))
    await entry.close()
  }
  const addText = (name: string, words: string) =>
    add(name, Buffer.byteLength(words), (take) => take(Buffer.from(words)))
  const fill = async (): Promise<void> => {
    await addText(headName, `${JSON.stringify(content.head, null, 2)}\n`)
    await addText(manifestName, content.manifest.text)
    for (const part of content.manifest.parts)
      await add(partName(part), part.bytes, (take) => content.write(part, take))
    controller.finalize()
  }
  try {
    const target = createWriteStream(beside, { flags: 'wx', mode: 0o600, flush: true })
    const written = pipeline(Readable.fromWeb(readable as ReadableStream), target)
    const filled = fill().catch((error: unknown) => {
      controller.error(error)
      throw error
    })
    // Where the disk takes no more, nobody reads what is filled in any longer.
    await Promise.race([filled, written])
    await Promise.all([filled, written])
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw asStorageError(error, path)
  }
}

/** @throws GmError CONFIG_INVALID where there is a file already */
export async function demandFree(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (isThere)
    throw new GmError('CONFIG_INVALID', `${path} is there already, and no file is overwritten`, {
      hints: ['--file ANOTHER   # names another file'],
    })
}

/** A file in the file. */
interface Entry {
  readonly header: Pick<TarHeader, 'name' | 'size'>
  readonly body: AsyncIterable<Uint8Array>
}

async function* entriesOf(path: string): AsyncGenerator<Entry> {
  const decoded = Readable.toWeb(createReadStream(path)).pipeThrough(createTarDecoder({ strict: true }) as never)
  const entries = decoded as unknown as AsyncIterable<ParsedTarEntry>
  for await (const { header, body } of readable(path, entries))
    yield { header, body: readable(path, body as ReadableStream<Uint8Array>) }
}

/** What goes wrong while it is read is said of the file. */
async function* readable<T>(path: string, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw noFile(path)
    if (code !== undefined) throw new GmError('CONFIG_INVALID', `${path} cannot be read (${code})`, { cause: error })
    throw torn(path)
  }
}

async function drain(body: Entry['body']): Promise<void> {
  for await (const _ of body) continue
}

/** A copy that was cut short is known before all of it is read. */
async function demandLength(file: BackupFile): Promise<BackupFile> {
  const { size } = await stat(file.path)
  if (size < file.manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0)) throw torn(file.path)
  return file
}

function readHead(path: string, content: string): FileHead {
  try {
    return head.parse(JSON.parse(content))
  } catch {
    throw noBackup(path)
  }
}

/** Whoever typed it may have meant an id. */
function noFile(path: string): GmError {
  const text = `There is no file ${path}, and it is no id of a backup, which looks like 20261129T183000Z`
  return new GmError('NOT_FOUND', text, { hints: ['gm backup list NAME   # shows ids'] })
}

function noBackup(path: string): GmError {
  return new GmError('CONFIG_INVALID', `${path} is no backup that gm made`, {
    hints: ['gm backup NAME --file FILE   # makes one'],
  })
}

function torn(path: string, parts: readonly Part[] = []): GmError {
  const what = parts.length === 0 ? 'it ends too early' : `not whole: ${parts.map(partName).join(', ')}`
  return new GmError('CONFIG_INVALID', `The backup ${path} is torn: ${what}`)
}
