// Whether a plugin and this gm speak the same contract, and if not, which of the two has to move.
import { apiVersion } from '@geuse/plugin-api'
import type { Fault } from './failure.js'
import type { Origin } from './origin.js'

const shape = /^(\d+)\.(\d+)$/

/**
 * The rule: the same major, and a minor not above the host's.
 * @param api what the contribution says, e.g. `1.0`
 * @param plugin whose contribution it is
 * @param host the host's own version
 * @returns what is wrong, with both versions and the command that fixes it; nothing when all is well
 */
export function apiFault(api: unknown, plugin: Origin, host: string = apiVersion): Fault | undefined {
  const asked = parse(api)
  const own = parse(host)
  if (asked === undefined || own === undefined)
    return { message: `api: must be a version such as '${host}', not ${JSON.stringify(api) ?? 'absent'}` }
  if (asked.major === own.major && asked.minor <= own.minor) return undefined
  const fix =
    asked.major >= own.major ? 'npm install --global @geuse/cli@latest' : `gm plugins install ${plugin.name}@latest`
  return {
    message: `api: it is written for version ${String(api)} of the contract, and this gm has ${host}`,
    hints: [fix],
  }
}

function parse(api: unknown): { readonly major: number; readonly minor: number } | undefined {
  const found = typeof api === 'string' ? shape.exec(api) : null
  return found === null ? undefined : { major: Number(found[1]), minor: Number(found[2]) }
}
