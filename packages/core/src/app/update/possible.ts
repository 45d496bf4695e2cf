// An update that would take another thing where data lies is not begun.
import { GmError } from '@geuse/plugin-api'
import type { PreparedChange } from '../deploy/prepare.js'

/** @throws GmError STACK_DIFFERS naming each thing that holds data and would have to go */
export function demandPossible({ plan: { steps }, document }: Pick<PreparedChange, 'document' | 'plan'>): void {
  const refused = steps.filter(({ action }) => action === 'refused')
  if (refused.length === 0) return
  const words = refused.map(({ node, changes }) => `${node} (${changes.map(({ field }) => field).join(', ')})`)
  throw new GmError('STACK_DIFFERS', `this would take others in the place of what holds data: ${words.join('; ')}`, {
    hints: [`gm plan ${document.stack_name} …   # shows what each option means`, 'gm deploy ANOTHER-NAME …'],
  })
}
