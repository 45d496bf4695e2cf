// Work that a plugin does outside its hook: what it throws is told with the plugin's name, as nobody else could mend
// it.
import { isGmError } from '@geuse/plugin-api'
import { failureOf, type Origin } from '../../contributions/index.js'

/**
 * @param plugin whose work it is
 * @param work the work itself
 * @returns what the work returns
 * @throws GmError PLUGIN_FAILED, PLUGIN_INVALID; one that says itself what is wrong, as it is
 */
export async function namingPlugin<T>(plugin: Origin, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isGmError(error)) throw failureOf(plugin, error).error
    throw error.code === 'PLUGIN_INVALID' ? failureOf(plugin, error, error.code).error : error
  }
}
