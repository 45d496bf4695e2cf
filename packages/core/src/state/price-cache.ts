// Prices that AWS told, kept on this computer: it may be deleted at any time, and what cannot be read is asked again.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { replaceFile } from './durable-file.js'

const schema = z.strictObject({
  version: z.literal(1),
  /** By endpoint, region and what it is the price of. */
  prices: z.record(z.string(), z.strictObject({ usd: z.number().positive(), at: z.iso.datetime() })),
})

/** A price in USD, and the ISO instant at which AWS told it. */
export interface KeptPrice {
  readonly usd: number
  readonly at: string
}

/** @param path of the file. @returns what is kept, by key */
export async function readPrices(path: string): Promise<ReadonlyMap<string, KeptPrice>> {
  try {
    const read = schema.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return new Map(Object.entries(read.success ? read.data.prices : {}))
  } catch {
    return new Map()
  }
}

/** Milliseconds after which a price says nothing any more. */
const forgottenAfter = 30 * 24 * 3_600_000

/**
 * Writes the prices that are not too old; that they cannot be kept never stops anything.
 * @param path of the file
 * @param now milliseconds since the epoch
 */
export async function keepPrices(path: string, prices: ReadonlyMap<string, KeptPrice>, now: number): Promise<void> {
  const young = [...prices].filter(([, { at }]) => now - Date.parse(at) < forgottenAfter)
  const text = JSON.stringify({ version: 1, prices: Object.fromEntries(young) })
  await replaceFile(path, `${text}\n`).catch(() => undefined)
}
