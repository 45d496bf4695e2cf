// With `--json` stdout carries the result and nothing else, whatever a plugin prints while it is asked.

/**
 * Sends what is written to stdout to stderr.
 * @returns the way back
 */
export function divertStdout(): () => void {
  const write = process.stdout.write
  process.stdout.write = process.stderr.write.bind(process.stderr)
  return () => void (process.stdout.write = write)
}
