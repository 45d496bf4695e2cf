// Tells a deploy that only lacks an answer from one that is wrong: the answer can be asked for.
import { isGmError } from '@geuse/plugin-api'

/**
 * @param error what kept a deploy from being prepared
 * @returns `service.key` of every setting that is needed and was not said; none when anything else is wrong as well
 */
export function missingSettings(error: unknown): string[] {
  if (!isGmError(error) || error.code !== 'CONFIG_INVALID') return []
  const keys = error.problems.map(
    ({ hints }) => hints.flatMap((hint) => /^--set (\S+)=<value>$/.exec(hint)?.[1] ?? [])[0],
  )
  return keys.every((key) => key !== undefined) ? keys : []
}
