// A run around an orchestrator: the lock held, the document as it was when the person agreed, every event recorded,
// every write refused once the lock is lost.
import { GmError, type Operation, type Orchestrator, type RunEvent, type Tier } from '@geuse/plugin-api'
import { withClients } from '../../aws/common/context.js'
import type { OwnedResource } from '../../engine/run-context.js'
import { findOrphans, orphanName } from '../../aws/cleanup/find-orphans.js'
import type { Step } from '../../engine/graph.js'
import type { OrchestratorInputs } from '../../engine/orchestrator.js'
import { StateWriter } from '../../engine/state-writer.js'
import type { Document } from '../../state/document.js'
import { acquireLock } from '../../state/lock.js'
import { currentOwner } from '../../state/owner.js'
import { failureOf, type Registry } from '../../contributions/index.js'
import { publishing } from '../deploy/tier.js'
import type { Host, RunScope } from '../host.js'
import { emitter } from './emitter.js'
import { stackRef } from './read-only-context.js'
import { allResources, checkOwners, resourceFinder } from './resource-owners.js'

/** A run that is about to start. */
export interface RunRequest {
  readonly operation: Operation
  /** As the person agreed to change it; revision 0 when it is not on disk yet. */
  readonly document: Document
  readonly tier: Tier | undefined
  readonly steps: readonly Step[]
  readonly scope: RunScope
  readonly registry: Registry
  /** Shows progress. */
  readonly listen: (event: RunEvent) => void
}

/** What a run works with. */
export interface OpenRun {
  readonly orchestrator: Orchestrator
  readonly writer: StateWriter
  /** An orchestrator of the same run for another graph: what the stack was before. */
  orchestratorOf(steps: readonly Step[]): Promise<Orchestrator>
}

/** Pieces of work at once: more than any graph of today is wide. */
const concurrency = 24
/** AWS shows what was made within seconds; this is what the waits of well-kept AWS tools allow for. In milliseconds. */
const visibilityWindow = 10_000

/**
 * @param host the world
 * @param request what is about to start
 * @param work the run
 * @throws GmError LOCKED, STATE_STALE before anything was changed; what the work throws
 */
export async function withRun<T>(host: Host, request: RunRequest, work: (run: OpenRun) => Promise<T>): Promise<T> {
  const { operation, document } = request
  const name = document.stack_name
  const lock = await acquireLock({
    folder: host.home.deployments,
    stack: name,
    operation,
    owner: await currentOwner(),
    at: host.now(),
  })
  try {
    await demandUnchanged(host, document)
    const save = async (next: Document): Promise<void> => {
      await lock.assertHeld()
      await host.store.save(next)
    }
    const publish = publishing(request.registry.tiers.get(document.tier))
    const writer = new StateWriter(document, save, () => host.now(), publish)
    const of = (steps: readonly Step[]): Promise<Orchestrator> => orchestratorOf(host, { ...request, steps }, writer)
    return await work({ writer, orchestrator: await of(request.steps), orchestratorOf: of })
  } finally {
    await lock.release()
  }
}

async function demandUnchanged(host: Host, document: Document): Promise<void> {
  const stored = await host.store.load(document.stack_name)
  if ((stored?.revision ?? 0) === document.revision) return
  throw new GmError('STATE_STALE', `${document.stack_name} was changed by another run meanwhile`, {
    hints: [`gm status ${document.stack_name}`],
  })
}

async function orchestratorOf(host: Host, request: RunRequest, writer: StateWriter): Promise<Orchestrator> {
  const { document, scope, steps } = request
  const { clients } = scope
  const stack = stackRef(document)
  return wrapped(request, {
    steps,
    deps: {
      writer,
      stack,
      clock: host.clock,
      emit: emitter([request.listen, ...(await scope.sinks()).map(({ listen }) => listen)]),
      extendContext: (base) => withClients(base, clients),
      resourceOf: resourceFinder(request.registry),
      pluginOfCheck: checkOwners(request.registry, document.tier),
      concurrency,
      visibilityWindow,
    },
    leftovers: async (deleteData) => {
      const cx = withClients({ stack, clock: host.clock, signal: AbortSignal.any([]), note: () => undefined }, clients)
      const left = await findOrphans(cx, kindsOf(document, allResources(request.registry)))
      return left.filter(({ resource }) => deleteData || resource.keeps !== 'data').map(orphanName)
    },
  })
}

/**
 * A kind is recorded before anything of it is made: one of the core's that the document does not know has left nothing,
 * and most stacks use few of the services of AWS that all kinds together would ask.
 */
function kindsOf({ nodes }: Document, all: readonly OwnedResource[]): readonly OwnedResource[] {
  const known = new Set(Object.values(nodes).map(({ type }) => type))
  return all.filter(({ resource, plugin }) => known.size === 0 || plugin !== 'core' || known.has(resource.type))
}

/** A tier may wrap the phases of its runs; one that cannot any more keeps nobody from destroying what it made. */
async function wrapped(
  { scope, tier, operation, document, registry }: RunRequest,
  inputs: OrchestratorInputs,
): Promise<Orchestrator> {
  try {
    return await scope.orchestrator(tier, inputs)
  } catch (error) {
    const plugin = registry.tiers.get(document.tier)?.plugin
    if (operation === 'destroy' || plugin === undefined) return scope.orchestrator(undefined, inputs)
    throw failureOf(plugin, error).error
  }
}
