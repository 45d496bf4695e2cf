// The config file of a stack as a file of options: the words of flags, and below `set` those of services.
import { parse } from 'yaml'
import { configWords } from '../../config/keys.js'
import { tierOptions } from '../../config/tier-options.js'
import { wordsOf } from '../../model/declared-options.js'
import type { Host } from '../host.js'
import { demandReadable } from './check.js'
import { optionFile, type OptionFile, type OptionRow } from './option-file.js'
import { scalarOf } from './settings-file.js'

/**
 * @param path as it was typed
 * @returns the file of `--config`, which need not be there yet
 */
export function stackFile(host: Host, path: string): OptionFile {
  return optionFile({
    path,
    keys: async () => {
      const { tiers } = await host.registry()
      const options = [...tiers.values()].flatMap(({ item }) => tierOptions(item).declared.flatMap(wordsOf))
      return [...new Set([...configWords.filter((word) => word !== 'set'), ...options])]
    },
    at,
    value: (_key, text) => scalarOf(text),
    check: (text) => demandReadable(host, { file: { path, content: parse(text) as unknown } }),
    rows: async (text) => rowsIn(parse(text) as unknown, []),
  })
}

/** A setting of a service may have dots in it. */
function at(key: string): string[] {
  const [first = '', second, ...rest] = key.split('.')
  return first === 'set' && second !== undefined ? [first, second, rest.join('.')] : [key]
}

function rowsIn(value: unknown, above: readonly string[]): OptionRow[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, inner]) => rowsIn(inner, [...above, key]))
  return above.length === 0 ? [] : [{ key: above.join('.'), value, given: true, about: null }]
}
