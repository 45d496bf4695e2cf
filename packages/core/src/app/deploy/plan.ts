// What a deploy or an update would do, once everything that keeps it from being done has been looked for.
import { GmError, type Facts, type Plan } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'
import type { Registry } from '../../contributions/index.js'
import { plan, touchedNodes } from '../../engine/plan.js'
import { unwanted } from '../../engine/update.js'
import { isReplaced } from '../../state/generations.js'
import type { Host } from '../host.js'
import { namingPlugin } from '../run/plugin-errors.js'
import { readOnlyContext, stackRef } from '../run/read-only-context.js'
import { type Difference, differs, type Intent } from './intent.js'
import type { PlacedStack } from './placed-stack.js'

/** What a plan is made with. */
export interface Planning {
  readonly intent: Intent
  /** Of the account, which is asked what is there. */
  readonly clients: Clients
  readonly signal: AbortSignal
}

/**
 * @param placed the stack that is to be
 * @returns the nodes and what becomes of each
 */
export function planChange(
  host: Host,
  { steps, document }: PlacedStack,
  { intent, clients, signal }: Planning,
): Promise<Plan> {
  const contextFor = (node: string) => readOnlyContext(host, { document, clients, signal }, node)
  const operation = intent === 'update' ? 'update' : 'deploy'
  return plan({ operation, steps, document, stack: stackRef(document), contextFor })
}

/**
 * @returns whether the same config means other things than those that stand, as it does for a newer gm: what only an
 *   update changes
 */
export function isPending({ steps, document }: PlacedStack): boolean {
  return touchedNodes(steps, document).length > 0 || unwanted(document, steps).some((key) => !isReplaced(key))
}

/**
 * A deploy finishes and repairs; what is there and wanted otherwise is not its to change.
 * @throws GmError STACK_DIFFERS
 */
export function demandUntouched({ steps, document }: PlacedStack, different: readonly Difference[]): void {
  if (different.length === 0 || document.status === 'destroyed') return
  const touched = touchedNodes(steps, document)
  if (touched.length > 0) throw differs(document.stack_name, different)
}

/**
 * Asks the checks that plugins contribute.
 * @throws GmError CONFIG_INVALID with every problem that they found; PLUGIN_FAILED
 */
export async function runChecks(
  registry: Registry,
  facts: Facts,
  { stack }: PlacedStack,
  signal: AbortSignal,
): Promise<void> {
  const found = await Promise.all(
    [...registry.checks.values()].map(({ item, plugin }) =>
      namingPlugin(plugin, () => item.run({ facts, stack, signal })),
    ),
  )
  const problems = found
    .flat()
    .map(({ message, hints }) => new GmError('CONFIG_INVALID', message, hints === undefined ? {} : { hints }))
  if (problems.length > 0) throw GmError.all('this stack cannot be deployed so', problems)
}
