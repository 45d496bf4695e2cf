// Waits for something that another process does.
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestAccount } from './test-account.js'

/** @returns what `look` returns, as soon as that is something. @throws Error when it takes too long */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  seconds = 60,
): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`)
    await sleep(20)
  }
}

/** Waits for the first call of an operation to arrive, after so many earlier calls. @returns the call */
export function arrival(
  world: TestAccount,
  operation: string,
  after = 0,
): Promise<ReturnType<TestAccount['account']['calls']>[number]> {
  return until(`a call of ${operation}`, () =>
    world.account
      .calls()
      .slice(after)
      .find((call) => call.operation === operation),
  )
}
