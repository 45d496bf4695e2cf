// Calls that go side by side and end together.

/**
 * Waits until every one has ended, so that no call still goes on behind the failure of another.
 * @throws the first failure
 */
export async function together(calls: readonly Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(calls)
  const failed = ended.find((call) => call.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
