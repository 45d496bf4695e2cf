// A stop takes out of use whatever can be, so that nothing is billed for it, and leaves everything else as it is. It
// reads the ledger only. A deploy brings the stack up again: what is stopped is started, what had to end is made anew.
import type { Outcome } from '@geuse/plugin-api'
import type { NodeRecord } from '../state/document.js'
import { gone, ready, setting } from '../state/node-records.js'
import { findWithRetry, lookupKey } from './find.js'
import { recordable } from './compare.js'
import { plannedRemovals } from './remove.js'
import type { OwnedResource, RunContext } from './run-context.js'
import { type NodeResult, runNode } from './run-node.js'
import { beginRun, runOperation, throwIfFailed } from './run-operation.js'
import { destroyedSince, existing, nothingDone } from './summary.js'
import { walk } from './walk.js'

/** How a stop is asked for. */
export interface StopOptions {
  /** Also where something of it that is not copied would be lost. */
  readonly force: boolean
}

/** Seconds: services end in order first. */
const deadline = 900

/**
 * @param run a run of operation `stop`
 * @returns how it ended; the document says `stopped`. What was stopped counts as updated, what had to end as destroyed
 * @throws GmError while the document says `stopping`; re-runnable
 */
export async function stop(run: RunContext, options: StopOptions): Promise<Outcome> {
  const before = run.document
  const keys = existing(before).filter((key) => ownedOf(run, key)?.resource.stop !== undefined)
  const planned = plannedRemovals(run, keys)
  return runOperation(run, planned, async () => {
    const start = { id: run.id, operation: run.operation, at: run.now(), status: 'stopping' } as const
    await run.commit((document) => beginRun(document, start))
    const result = await walk(
      planned.map((node) => ({ ...node, duration: node.seconds })),
      async ({ id }) => (await stopNode(run, id, options)).ms,
      { concurrency: run.deps.concurrency, stopped: () => run.deps.signal.aborted, goOnAfterFailure: false },
    )
    throwIfFailed(run, result)
    await run.commit(setting({ status: 'stopped', run: null, services: [] }))
    const destroyed = destroyedSince(before, run.document)
    return {
      ...nothingDone,
      updated: keys.filter((key) => !destroyed.includes(key)),
      destroyed,
      kept: existing(run.document).filter((key) => !keys.includes(key)),
      durations: result.done,
    }
  })
}

function ownedOf(run: RunContext, key: string): OwnedResource | undefined {
  return run.deps.resourceOf(run.document.nodes[key]?.type ?? '')
}

/** What is not there any more, or could only be ended, is gone: the next deploy makes another one. */
async function stopNode(run: RunContext, key: string, options: StopOptions): Promise<NodeResult<void>> {
  const row = run.document.nodes[key] as NodeRecord
  const owned = ownedOf(run, key)
  const about = { node: key, stage: row.stage, deadline, plugin: row.plugin }
  return runNode(run, about, async ({ cx }) => {
    // What was under way when a run was cut off may show only later.
    const window = row.outputs === undefined ? run.deps.visibilityWindow : 0
    const observed = owned && (await findWithRetry(owned.resource, cx, lookupKey(row), window))
    const left = observed && (await owned?.resource.stop?.(cx, { identity: row.identity, observed }, options))
    if (left === undefined) {
      await run.commit(gone(key, run.now()))
      return { value: undefined, outcome: observed === undefined ? 'gone' : 'destroyed' }
    }
    const made = { outputs: recordable(left), inputs: row.inputs ?? null, deps: row.deps }
    await run.commit(ready(key, made, run.now()))
    return { value: undefined, outcome: 'stopped' }
  })
}
