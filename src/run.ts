// Hands over to oclif, and sees to it that the process ends: oclif does not end one in which a plugin left a timer or
// a socket open. oclif's sub-paths load a third less than its main entry.
import { handle } from '@oclif/core/handle'
import { run as runOclif } from '@oclif/core/run'
import { settings } from '@oclif/core/settings'
import { loadConfig } from './known-plugins.js'

// A file of its own would be read for nothing more.
export { GmHelp } from './help.js'

/**
 * Never returns.
 * @param args what was typed after `gm`
 */
export async function run(args: readonly string[]): Promise<never> {
  // Only what was built is ever run, also where TypeScript sources lie beside it.
  settings.enableAutoTranspile = false
  // zod would compile a parser for each schema that is used, which costs more than a command's parses take.
  Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
  try {
    await runOclif([...args], await loadConfig(import.meta.url))
    await written(process.stdout)
  } catch (error) {
    await written(process.stdout)
    if (isExit(error)) await handle(error)
    const { tell } = await import('./refusal.js')
    await tell(error, args)
  }
  process.exit(process.exitCode ?? 0)
}

/** oclif's own flush waits for ever when the reader has gone. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}

/** `this.exit()` of a command: nothing to be told, only a code to end with. */
function isExit(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && error.code === 'EEXIT'
}
