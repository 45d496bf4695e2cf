// What has been made so far: made.json, beside the registry's storage. It is written after the registry has the image,
// so that whatever it names can be pulled.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Recipe } from './recipe.js'

const madeSchema = z.record(z.string(), z.object({ key: z.string(), names: z.array(z.string()) }))

/** By a recipe's id: the key that its image was made with, and the names under which the registry has it. */
export type Made = z.infer<typeof madeSchema>

/** The folder, inside that of images, which Debian's docker-registry serves. */
export function storageOf(folder: string): string {
  return join(folder, 'registry')
}

/** @returns what was made; nothing where the file is missing or not to be read, as making again does no harm */
export async function readMade(folder: string): Promise<Made> {
  const text = await readFile(join(folder, 'made.json'), 'utf8').catch(() => '{}')
  try {
    return madeSchema.parse(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Writes it in one step: a reader sees the old file or the new one. */
export async function writeMade(folder: string, made: Made): Promise<void> {
  const path = join(folder, 'made.json')
  await writeFile(`${path}.new`, `${JSON.stringify(made, undefined, 2)}\n`)
  await rename(`${path}.new`, path)
}

/** Whether the image is there as the recipe has it now, by all of its names. */
export function isMade({ id, key, names }: Recipe, made: Made): boolean {
  const record = made[id]
  return record !== undefined && record.key === key && names.every((name) => record.names.includes(name))
}
