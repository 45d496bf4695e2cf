// The ways in which AWS is late with its own truth, and how long each is put up with.
import type { ResourceContext } from '@geuse/plugin-api'
import { dependentsError, type Dependent } from '../dependents/dependent.js'
import { isDependency, isNotFound, isNotYet } from '../errors/classify.js'
import { retryWhile, type WaitContext } from './wait-for.js'

/** Seconds for a thing that was just made to be known everywhere. */
const knownWithin = 30
/** Seconds for network interfaces and the like to let go of what they used. */
const freeWithin = 290
/** Seconds between two looks at what it is that does not let go; what is ours mostly has gone before the first. */
const lookEvery = 10

/**
 * @param look a read
 * @returns what it read, or undefined when AWS says that the thing is not there; any other failure is thrown
 */
export async function ifThere<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look()
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/**
 * Asks something of things that were made a moment ago: "not found" and "not in that state" may only mean "not yet".
 * @param thing what may not be known yet
 * @param seconds how long that is put up with
 */
export function retryUntilConsistent<T>(
  cx: WaitContext,
  thing: string,
  work: () => Promise<T>,
  seconds = knownWithin,
): Promise<T> {
  return retryWhile(cx, `AWS to know ${thing}`, work, (error) => isNotFound(error) || isNotYet(error), seconds)
}

/**
 * Deletes a thing as soon as nothing depends on it any more. What is gone already counts as deleted.
 * @param thing what is to be let go of
 * @param dependents what of somebody else's depends on it: that does not go by itself
 * @throws GmError CONFLICT naming these; TIMED_OUT
 */
export async function deleteWhenFree(
  cx: WaitContext & Pick<ResourceContext, 'stack'>,
  thing: string,
  work: () => Promise<unknown>,
  dependents: () => Promise<readonly Dependent[]> = () => Promise.resolve([]),
): Promise<void> {
  let nextLook = cx.clock.now() + lookEvery * 1000
  const attempt = async () => {
    try {
      await ifThere(work)
    } catch (error) {
      if (!isDependency(error) || cx.clock.now() < nextLook) throw error
      const foreign = await dependents()
      if (foreign.length > 0) throw dependentsError(thing, foreign, cx.stack.region)
      nextLook = cx.clock.now() + lookEvery * 1000
      throw error
    }
  }
  await retryWhile(cx, `${thing} to be let go of`, attempt, isDependency, freeWithin)
}
