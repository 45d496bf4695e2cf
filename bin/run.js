// Hands over to oclif, and sees to it that the process ends: oclif does not end one in which a plugin left a timer or
// a socket open. oclif's sub-paths load a third less than its main entry.
import { handle } from '@oclif/core/handle'
import { run as runOclif } from '@oclif/core/run'
import { settings } from '@oclif/core/settings'

const commandNotFound = 127
const usageError = 2

/**
 * Never returns.
 * @param {readonly string[]} args what was typed after `gm`
 */
export async function run(args) {
  // Only what was built is ever run, also where TypeScript sources lie beside it.
  settings.enableAutoTranspile = false
  try {
    await runOclif([...args], import.meta.url)
    await written(process.stdout)
  } catch (error) {
    await written(process.stdout)
    await handle(withOurCode(error instanceof Error ? error : new Error(String(error))))
  }
  process.exit(process.exitCode ?? 0)
}

/** A command that does not exist is a usage error like any other; the plugin that says so ends like a shell. */
function withOurCode(error) {
  if (error.oclif?.exit === commandNotFound) error.oclif.exit = usageError
  return error
}

/** oclif's own flush waits for ever when the reader has gone. */
function written(stream) {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
