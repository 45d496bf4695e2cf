// What must hold of a document whatever happened to it (source document, 8.7): a state that breaks a rule is shown with
// the rule, not repaired in silence.
import type { Document } from './document.js'

/**
 * @param document a valid document
 * @param requires fields that its tier publishes and that a running stack must have
 * @returns the rules that it breaks, in words
 */
export function integrityProblems(document: Document, requires: readonly string[] = []): string[] {
  if (document.status !== 'running') return []
  const { instance_id, efs_id, tier_outputs } = document
  const fields: Readonly<Record<string, unknown>> = { ...tier_outputs, instance_id, efs_id }
  const missing = ['instance_id', 'efs_id', ...requires].filter(
    (field) => fields[field] === null || fields[field] === undefined,
  )
  const problems = missing.map((field) => `a running stack must have ${field}`)
  if (document.cost !== null && document.cost.instance_start_time === null)
    problems.push('a running instance must have a start time')
  return problems
}
