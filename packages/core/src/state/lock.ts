// One run a stack at a time. The lock is a file that says who holds it; an owner that is dead on this host is cleared,
// a living one is refused in those words, one of another host needs `gm unlock`.
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { GmError, type Operation } from '@geuse/plugin-api'
import { z } from 'zod'
import { asStorageError } from './durable-file.js'
import { isAlive, type Owner, ownerSchema } from './owner.js'

const contentSchema = z.strictObject({
  ...ownerSchema.shape,
  token: z.uuid(),
  /** Any word: a lock of a newer gm must still be told. */
  operation: z.string(),
  at: z.iso.datetime(),
})
type Content = z.infer<typeof contentSchema>

/** A lock that is held. */
export interface Lock {
  /** @throws GmError LOCK_LOST when somebody took it away */
  assertHeld(): Promise<void>
  release(): Promise<void>
}

/** What a lock is asked for with. */
export interface LockRequest {
  /** Folder of the locks. */
  readonly folder: string
  readonly stack: string
  readonly operation: Operation
  readonly owner: Owner
  /** ISO instant. */
  readonly at: string
}

/**
 * @param request whose lock, and who asks
 * @returns the lock
 * @throws GmError LOCKED when it is held by somebody who lives or cannot be asked
 */
export async function acquireLock(request: LockRequest): Promise<Lock> {
  const path = lockPath(request.folder, request.stack)
  const content: Content = { ...request.owner, token: randomUUID(), operation: request.operation, at: request.at }
  await mkdir(request.folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw asStorageError(error, request.folder)
  })
  while (!(await place(path, content))) await clearIfDead(path, request)
  return { assertHeld: () => assertHeld(path, content), release: () => release(path, content) }
}

/** @returns who holds the lock of a stack, in words, or undefined when nobody does */
export async function holderOf(folder: string, stack: string): Promise<string | undefined> {
  const text = await readText(lockPath(folder, stack))
  return text === undefined ? undefined : describe(parse(text))
}

/**
 * @param asker this process, which can tell whether another of its host lives
 * @returns who works on a stack, in words; undefined when nobody does, as when a run died and left its lock
 */
export async function livingHolderOf(folder: string, stack: string, asker: Owner): Promise<string | undefined> {
  const text = await readText(lockPath(folder, stack))
  if (text === undefined) return undefined
  const holder = parse(text)
  return holder !== undefined && (await isAlive(holder, asker)) === false ? undefined : describe(holder)
}

/**
 * Takes a lock away, whoever holds it.
 * @returns the holder in words, or undefined when there was no lock
 */
export async function breakLock(folder: string, stack: string): Promise<string | undefined> {
  const path = lockPath(folder, stack)
  const text = await readText(path)
  await rm(path, { force: true })
  return text === undefined ? undefined : describe(parse(text))
}

function lockPath(folder: string, stack: string): string {
  return join(folder, `${stack}.lock`)
}

// A link fails when its target name exists, and what it links is already whole: no reader ever sees half a lock.
async function place(path: string, content: Content): Promise<boolean> {
  const beside = `${path}.${content.token}`
  try {
    await writeFile(beside, JSON.stringify(content), { mode: 0o600, flag: 'wx' })
    await link(beside, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw asStorageError(error, path)
  } finally {
    await rm(beside, { force: true })
  }
}

async function clearIfDead(path: string, request: LockRequest): Promise<void> {
  const text = await readText(path)
  if (text === undefined) return
  const holder = parse(text)
  if (holder === undefined || (await isAlive(holder, request.owner)) !== false) throw locked(request.stack, holder)
  await removeExactly(path, text)
}

// Between reading and removing, another run may have cleared the dead lock and taken its own: that one is put back.
async function removeExactly(path: string, text: string): Promise<void> {
  const aside = join(dirname(path), `.cleared.${randomUUID()}`)
  try {
    await rename(path, aside)
    if ((await readFile(aside, 'utf8')) !== text) await link(aside, path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    await rm(aside, { force: true })
  }
}

async function assertHeld(path: string, content: Content): Promise<void> {
  const text = await readText(path)
  if (text !== undefined && parse(text)?.token === content.token) return
  throw new GmError('LOCK_LOST', 'the lock of this stack was taken away while it was being worked on', {
    hints: ['wait for the other run to end, then type the same command again'],
  })
}

async function release(path: string, content: Content): Promise<void> {
  const text = await readText(path)
  if (text !== undefined && parse(text)?.token === content.token) await rm(path, { force: true })
}

function parse(text: string): Content | undefined {
  try {
    return contentSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function locked(stack: string, holder: Content | undefined): GmError {
  return new GmError('LOCKED', `${stack} is being worked on by ${describe(holder)}`, {
    hints: ['wait until it ends', `gm unlock ${stack}   # only if you are certain that it is dead`],
  })
}

function describe(holder: Content | undefined): string {
  if (holder === undefined) return 'an unknown run (its lock cannot be read)'
  return `\`gm ${holder.operation}\`, process ${holder.pid} on ${holder.host}, since ${holder.at}`
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw asStorageError(error, path)
  })
}
