// What a rollback is about to bring back, and how it ended.
import type { Outcome, Plan } from '@geuse/plugin-api'
import { changeLines } from './change-lines.js'
import { frameLines } from './frame.js'
import { labelled, segment, type Line } from './line.js'
import { joined, warningLines } from './panel.js'
import { emojiFor, type Style } from './style.js'
import { formatDuration } from './duration.js'

/** Everything that is worth knowing before saying yes. */
export interface RollbackPreview {
  readonly stack: string
  readonly status: string
  /** What is gone back to; null where a deploy is undone that never had the stack up. */
  readonly state: { readonly revision: number; readonly at: string } | null
  /** What becomes of each thing; undefined where only the ledger says. */
  readonly plan: Plan | undefined
  readonly warnings: readonly string[]
}

/** @returns lines for the terminal */
export function rollbackLines({ stack, status, state, plan, warnings }: RollbackPreview, style: Style): string[] {
  const title = [segment(`${emojiFor(style, 'rollback')}rollback `), segment(stack, 'title')]
  const to =
    state === null ? 'before its deploy, what is on EFS kept' : `revision ${state.revision}, healthy at ${state.at}`
  const where: Line[] = [labelled('Now', segment(status)), labelled('Back to', segment(to))]
  const changes = plan === undefined ? [] : changeLines({ different: [], plan })
  return frameLines(title, joined([where, changes, warningLines(warnings)]), 'active', style)
}

/** @returns lines for the terminal: how it ended */
export function backLines(stack: string, { ms, unrestored, kept }: Outcome, state: RollbackPreview['state']): string[] {
  const what = state === null ? 'what its deploy made is gone' : `is again what it was at revision ${state.revision}`
  return [
    state === null ? `${stack}: ${what}, in ${formatDuration(ms)}` : `${stack} ${what}, in ${formatDuration(ms)}`,
    ...(state === null && kept.length > 0 ? [`Kept: ${kept.join(', ')}`] : []),
    ...unrestored.map(({ node, reason }) => `${node} is not what it was: ${reason}`),
  ]
}
