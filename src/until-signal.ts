// What goes on until somebody stops it, and tidies up before gm leaves: sessions, a monitor.

/**
 * Works until it is done, a signal comes or nobody reads its output any more; then the exit code is that of other
 * tools, without a word.
 * @param work ends soon after the signal
 * @param hasTerminal whether Ctrl-C is for what runs there, and not for gm
 * @returns the exit code
 */
export async function untilSignal(
  work: (signal: AbortSignal) => Promise<number>,
  hasTerminal = false,
): Promise<number> {
  const controller = new AbortController()
  const { signal } = controller
  let code = 130
  const stop = (): void => controller.abort()
  const onInterrupt = hasTerminal ? () => undefined : stop
  const onUnread = (): void => {
    code = 0
    stop()
  }
  process.on('SIGINT', onInterrupt).on('SIGTERM', stop)
  process.stdout.on('error', onUnread)
  try {
    return await work(signal)
  } catch (error) {
    if (signal.aborted) return code
    throw error
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', stop)
    process.stdout.off('error', onUnread)
  }
}
