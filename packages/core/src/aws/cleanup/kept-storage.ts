// What data that is kept costs: its size as EFS measures it, and the price, where AWS tells them.
import type { Clients } from '../client/clients.js'
import { efsStandard } from '../common/prices.js'
import { listedPrice } from '../discovery/price.js'
import type { keptStorageShape } from '../../output/stack.js'
import type { Told } from '../../output/told.js'

/** A file system that stays after its instance. */
export type KeptStorage = Told<typeof keptStorageShape>

/**
 * @param aws clients of the run
 * @param fileSystemId of the stack
 * @returns what is known; nothing that is missing is an error
 */
export async function keptStorage(aws: Clients, fileSystemId: string): Promise<KeptStorage> {
  const [bytes, price] = await Promise.all([storedBytes(aws, fileSystemId), listedPrice(aws, efsStandard)])
  return { bytes: bytes ?? null, pricePerGbMonth: price ?? null }
}

/** @returns as EFS last measured it, within the last hours; undefined when it was not told */
export async function storedBytes(aws: Clients, FileSystemId: string): Promise<number | undefined> {
  const efs = await aws.efs()
  const answer = await efs.describeFileSystems({ FileSystemId }).catch(() => undefined)
  return answer?.FileSystems?.[0]?.SizeInBytes?.Value
}
