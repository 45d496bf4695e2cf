// What must hold of a document whatever happened to it (source document, 8.7): a state that breaks a rule is shown with
// the rule, not repaired in silence.
import type { Document } from './document.js'

/**
 * @param document a valid document
 * @param requires fields that a running stack of its tier must have, beside those of every tier
 * @returns the rules that it breaks, in words
 */
export function integrityProblems(document: Document, requires: readonly string[] = []): string[] {
  if (document.status !== 'running') return []
  const fields = document as unknown as Readonly<Record<string, unknown>>
  const missing = ['instance_id', 'efs_id', ...requires].filter(
    (field) => fields[field] === null || fields[field] === undefined,
  )
  const problems = missing.map((field) => `a running stack must have ${field}`)
  if (document.cost !== null && document.cost.instance_start_time === null)
    problems.push('a running machine must have a start time')
  return problems
}
