// The first start takes a minute: whoever waits is told on stderr, as stdout is read by a shell.
import { ownEnvironment } from '../account/environment.js'
import { cacheFolder, motoPython } from '../moto/environment.js'

/** Sees to it that moto is installed, and says so where that takes its time. */
export const installMoto = async (): Promise<void> => {
  await motoPython(cacheFolder(ownEnvironment()), (line) => console.error(line))
}
