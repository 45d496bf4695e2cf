// What stdout carries: with `--json` the result and nothing else, whatever a plugin prints while it is asked; lines
// that come one by one for as long as somebody reads them.
import { once } from 'node:events'
import { interrupted } from '@geuse/core/host'

/**
 * Sends what is written to stdout to stderr.
 * @returns the way back
 */
export function divertStdout(): () => void {
  const write = process.stdout.write
  process.stdout.write = process.stderr.write.bind(process.stderr)
  return () => void (process.stdout.write = write)
}

/** Writes lines, and waits until they are written. */
export type WriteLines = (lines: readonly string[]) => Promise<void>

/**
 * Writes lines as they come. Ctrl-C is the usual end of it, with the exit code of other tools and no words; so is a
 * reader who has had enough, as of `| head`.
 * @param work ends with the signal
 */
export async function stream(work: (signal: AbortSignal, write: WriteLines) => Promise<void>): Promise<void> {
  const controller = new AbortController()
  const { signal } = controller
  const end = (code: number): void => {
    process.exitCode ??= code
    controller.abort(interrupted())
  }
  const onSignal = (): void => end(130)
  const write: WriteLines = (lines) =>
    new Promise((resolve) => {
      const text = lines.map((line) => `${line}\n`).join('')
      process.stdout.write(text, (error) => (error ? end(0) : resolve()))
    })
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    await Promise.race([work(signal, write), once(signal, 'abort')])
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}
