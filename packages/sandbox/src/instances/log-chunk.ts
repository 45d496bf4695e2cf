// The boot log in chunks, as `gmctl logs` tells it; simulated containers write nothing.
import type { AnswerOf, ParsedArgsOf } from '@geuse/instance-contract'

type Chunk = AnswerOf<'logs'>

/** Characters of an answer, as Systems Manager keeps 24,000. */
const mostCharacters = 21_000

/** @param lines of the whole boot log @returns those after the cursor that fit, and the cursor of the next ones */
export function logs(lines: readonly string[], { service, tail, cursor }: ParsedArgsOf<'logs'>): Chunk {
  const [boot = '1.0', time = '1970-01-01T00:00:00.000000000Z.0'] = cursor?.split('/') ?? []
  const first = Math.max(0, tail === undefined ? 0 : lines.length - tail)
  const start = cursor === undefined ? first : Number(boot.split('.')[1])
  const isAsked = service === 'all' || service === 'boot'
  const told = isAsked ? lines.slice(start) : []
  const entries = fitting(told.map((text) => ({ source: 'boot', time: null, text })))
  return { entries, cursor: `1.${start + entries.length}/${time}`, more: entries.length < told.length }
}

function fitting(entries: Chunk['entries']): Chunk['entries'] {
  let left = mostCharacters
  const end = entries.findIndex((entry) => (left -= JSON.stringify(entry).length + 1) < 0)
  return end === -1 ? entries : entries.slice(0, end)
}
