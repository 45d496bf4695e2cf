// The first start takes a minute: whoever waits is told on stderr, as stdout is read by a shell.
import { GmError } from '@geuse/plugin-api'
import { ownEnvironment } from '../account/environment.js'
import { cacheFolder, motoPython } from '../moto/environment.js'

/**
 * Sees to it that moto is installed, and says so where that takes its time.
 * @throws GmError NOT_FOUND where Python is too old or lacks what is needed, or packages cannot be had
 */
export async function installMoto(): Promise<void> {
  await motoPython(cacheFolder(ownEnvironment()), (line) => console.error(line)).catch((cause: Error) => {
    throw new GmError('NOT_FOUND', cause.message, { cause })
  })
}
