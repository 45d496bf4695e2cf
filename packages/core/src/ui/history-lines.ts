// The past of a stack as two tables: states that it can be brought back to, and what was rolled back.
import { type AskedChange, shortly } from './change-lines.js'
import { marks, type Style } from './style.js'
import { tableLines } from './table.js'

/** What is shown of a stack's past. */
export interface HistoryView {
  readonly stack: string
  readonly states: readonly {
    readonly revision: number
    readonly at: string
    readonly operation: string
    readonly present: boolean
    readonly changes: readonly AskedChange[]
  }[]
  readonly rollbacks: readonly {
    readonly timestamp: string
    readonly trigger: string
    readonly resources_deleted: readonly string[]
    readonly success: boolean
    readonly error_message: string | null
  }[]
}

/** @returns lines for the terminal, the newest first */
export function historyLines({ stack, states, rollbacks }: HistoryView, style: Style): string[] {
  if (states.length === 0) return [`${stack} was never found healthy: there is nothing to go back to.`]
  const titles = ['revision', 'healthy since', 'by', 'changed'].map((title) => ({ title }))
  const rows = states.map(({ revision, at, operation, present, changes }) => [
    present ? `${revision} ${marks.done}` : String(revision),
    at,
    operation,
    changes.map(changeWords).join('; ') || 'nothing that was asked for',
  ])
  return [...tableLines(titles, rows.toReversed(), style), ...rollbackTable(rollbacks, style)]
}

function changeWords({ key, from, to }: AskedChange): string {
  return from === undefined ? `${key} ${shortly(to)}` : `${key} ${shortly(from)} ${marks.arrow} ${shortly(to)}`
}

function rollbackTable(rollbacks: HistoryView['rollbacks'], style: Style): string[] {
  if (rollbacks.length === 0) return []
  const titles = ['rolled back', 'why', 'removed', 'after'].map((title) => ({ title }))
  const rows = rollbacks.map(({ timestamp, trigger, resources_deleted: removed, success, error_message: reason }) => [
    timestamp,
    trigger.replaceAll('_', ' '),
    removed.join(', ') || '-',
    `${success ? '' : 'failed: '}${reason ?? '-'}`,
  ])
  return ['', ...tableLines(titles, rows.toReversed(), style)]
}
