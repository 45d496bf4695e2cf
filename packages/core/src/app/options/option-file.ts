// A file of options that is changed key by key: the person's settings, or the config file of a stack. Either is checked
// whole, as a deploy would check it, before it is written.
import { readFile, stat } from 'node:fs/promises'
import { GmError, isGmError } from '@geuse/plugin-api'
import { editText, saysAnything } from '../../config/edit-text.js'
import { didYouMean } from '../../config/did-you-mean.js'
import { replaceFile } from '../../state/durable-file.js'
import type { optionRow } from '../../output/catalog.js'
import type { Told } from '../../output/told.js'

/** A key that can be set, with what is known of it. */
export type OptionRow = Told<typeof optionRow>

/** A file of options. */
export interface OptionFile {
  readonly path: string
  /** @returns every key, or every one that the file has where there is no end of keys */
  list(): Promise<readonly OptionRow[]>
  /** @throws GmError CONFIG_INVALID for a key that there is not, NOT_FOUND for one that is not set */
  get(key: string): Promise<unknown>
  /**
   * @param text as it was typed
   * @returns the value as it was written
   * @throws GmError CONFIG_INVALID; nothing was written
   */
  set(key: string, text: string): Promise<unknown>
  /** @returns whether it was there */
  unset(key: string): Promise<boolean>
}

/** What kind of file it is. */
export interface OptionFileKind {
  readonly path: string
  /** Keys that can be set, where they can be told. */
  keys(): Promise<readonly string[]>
  /** @returns keys from the outermost to the innermost */
  at(key: string): readonly string[]
  /** @returns the value that was meant */
  value(key: string, text: string): unknown
  /** @param text of the whole file. @throws GmError CONFIG_INVALID with everything that is wrong with it */
  check(text: string): Promise<void>
  rows(text: string): Promise<readonly OptionRow[]>
}

/** @returns the file, which need not be there yet */
export function optionFile(kind: OptionFileKind): OptionFile {
  const { path } = kind
  const list = async () => kind.rows(await textOf(path))
  return {
    path,
    list,
    get: async (key) => {
      await demandKey(kind, key)
      const row = (await list()).find((one) => one.key === key)
      if (row === undefined)
        throw new GmError('NOT_FOUND', `${key} is not set in ${path}`, { hints: ['gm config list'] })
      return row.value
    },
    set: async (key, text) => {
      await demandKey(kind, key)
      const value = kind.value(key, text)
      const edited = edit(kind, await textOf(path), key, value)
      await kind.check(edited)
      await write(path, edited)
      return value
    },
    // Nothing is checked: a key that is wrong is taken out so, and what is taken out makes nothing wrong.
    unset: async (key) => {
      const text = await textOf(path)
      const isThere = saysAnything(text, kind.at(key))
      if (isThere) await write(path, edit(kind, text, key, undefined))
      return isThere
    },
  }
}

async function demandKey(kind: OptionFileKind, key: string): Promise<void> {
  const known = await kind.keys()
  if (known.includes(key) || key.startsWith('set.')) return
  throw new GmError('CONFIG_INVALID', `${key} is not an option${await didYouMean(key, known)}`, {
    hints: ['gm config list', 'gm deploy --help'],
  })
}

function edit(kind: OptionFileKind, text: string, key: string, value: unknown): string {
  try {
    return editText(kind.path, text, kind.at(key), value)
  } catch (cause) {
    throw new GmError('CONFIG_INVALID', `${kind.path} is neither YAML nor JSON, so nothing in it can be changed`, {
      cause,
      hints: [`open ${kind.path} in an editor`],
    })
  }
}

/** @returns what the file holds; nothing where there is none @throws GmError CONFIG_INVALID */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw isGmError(cause)
      ? cause
      : new GmError('CONFIG_INVALID', `Cannot read ${path}`, { cause, hints: [`ls -l ${path}`] })
  }
}

async function write(path: string, text: string): Promise<void> {
  const mode = await stat(path).then(
    (found) => found.mode & 0o777,
    () => undefined,
  )
  await replaceFile(path, text, mode)
}
