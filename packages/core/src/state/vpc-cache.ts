// The networks that AWS told of, kept on this computer for an hour: it may be deleted at any time.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { replaceFile } from './durable-file.js'

const vpc = z.strictObject({ vpcId: z.string(), cidr: z.string(), name: z.string().nullable(), isDefault: z.boolean() })
const schema = z.record(z.string(), z.strictObject({ at: z.number(), vpcs: z.array(vpc) }))

/** Milliseconds for which they are taken for today's. */
const keptFor = 3_600_000

/**
 * @param path of the file
 * @param key of the account and region
 * @param now milliseconds since the epoch
 * @param ask asks AWS
 */
export async function keptVpcs<T extends readonly z.infer<typeof vpc>[]>(
  path: string,
  key: string,
  now: number,
  ask: () => Promise<T>,
): Promise<readonly z.infer<typeof vpc>[]> {
  const kept = await read(path)
  const known = kept[key]
  if (known !== undefined && now - known.at < keptFor && known.at <= now) return known.vpcs
  const vpcs = [...(await ask())]
  await replaceFile(path, `${JSON.stringify({ ...kept, [key]: { at: now, vpcs } })}\n`).catch(() => undefined)
  return vpcs
}

async function read(path: string): Promise<z.infer<typeof schema>> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return parsed.success ? parsed.data : {}
  } catch {
    return {}
  }
}
