// What the commands share that hold a session open: Ctrl-C ends it, or belongs to whoever has the terminal; either way
// the session is closed in AWS before gm leaves.
import { GmCommand } from './command.js'

/** Base of `exec` and `forward`. */
export abstract class SessionCommand extends GmCommand {
  /**
   * Works until it is done or a signal comes; then the exit code is that of other tools, without a word.
   * @param hasTerminal whether Ctrl-C is for what runs there, and not for gm
   */
  protected async untilSignal(work: (signal: AbortSignal) => Promise<number>, hasTerminal = false): Promise<number> {
    const controller = new AbortController()
    const { signal } = controller
    const stop = (): void => controller.abort()
    const onInterrupt = hasTerminal ? () => undefined : stop
    process.on('SIGINT', onInterrupt).on('SIGTERM', stop)
    try {
      return await work(signal)
    } catch (error) {
      if (signal.aborted) return 130
      throw error
    } finally {
      process.off('SIGINT', onInterrupt).off('SIGTERM', stop)
    }
  }
}
