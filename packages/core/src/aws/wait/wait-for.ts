// The only waiter: every wait has a deadline, says what it waits for, and can be cancelled.
import { GmError, type ResourceContext } from '@geuse/plugin-api'

/** What a wait needs of a context. */
export type WaitContext = Pick<ResourceContext, 'clock' | 'signal' | 'note'>

/** How long, and what to say when it was not long enough. */
export interface WaitOptions {
  /** Deadline in seconds. */
  readonly seconds: number
  /** Made when the deadline passes; TIMED_OUT by default. */
  readonly late?: () => GmError | Promise<GmError>
  /** Says nothing: the caller tells its own story. */
  readonly quiet?: boolean
}

const firstPause = 250
const growth = 1.6
const longestPause = 3000

/**
 * Looks at once and then again, after 250 ms × 1.6 up to 3 s, until there is something to see.
 * @param cx clock, signal and notes of the node
 * @param what what is waited for, as a person would say it: `the instance to run`
 * @param look resolves to `undefined` for "not yet"
 * @param patience the deadline
 * @throws GmError TIMED_OUT, or what `patience.late` makes; the signal's reason when it aborts
 */
export async function waitFor<T>(
  cx: WaitContext,
  what: string,
  look: () => Promise<T | undefined>,
  patience: WaitOptions,
): Promise<T> {
  const end = cx.clock.now() + patience.seconds * 1000
  let pause = firstPause
  for (let seen = await look(); ; seen = await look()) {
    if (seen !== undefined) return seen
    if (pause === firstPause && !patience.quiet) cx.note(`waiting for ${what}`)
    if (cx.clock.now() >= end) throw await (patience.late ?? (() => timedOut(what, patience.seconds)))()
    await cx.clock.sleep(pause, cx.signal)
    pause = Math.min(pause * growth, longestPause)
  }
}

/**
 * Does something again for as long as it is refused for a reason that passes.
 * @param passes whether the reason of a refusal goes away by itself
 */
export async function retryWhile<T>(
  cx: WaitContext,
  what: string,
  work: () => Promise<T>,
  passes: (error: unknown) => boolean,
  seconds: number,
): Promise<T> {
  let last: Error | undefined
  const attempt = async () => {
    try {
      return { result: await work() }
    } catch (error) {
      if (!passes(error)) throw error
      last = error instanceof Error ? error : new Error(String(error))
      return undefined
    }
  }
  const late = () => new GmError('TIMED_OUT', `Waited ${seconds} s for ${what}: ${last?.message}`, { cause: last })
  return (await waitFor(cx, what, attempt, { seconds, late })).result
}

function timedOut(what: string, seconds: number): GmError {
  return new GmError('TIMED_OUT', `Waited ${seconds} s for ${what}`)
}
