// What a deploy or an update would do: every recorded node is looked for, side by side, and nothing is written or
// changed. Nodes are then compared in the order of the graph, as the run would; outputs that only the run can know are
// stood in for, so that what they mean for those who use them is decided by their kinds, as in the run.
import type { Change, Plan, PlannedStep, Recorded, ResourceContext, StackRef } from '@geuse/plugin-api'
import type { Document, NodeRecord } from '../state/document.js'
import { dependentsOf, isReplaced } from '../state/generations.js'
import { decide, type Decision, goesFirst, isSame, recordable, type Wanted } from './compare.js'
import { findWithRetry, lookupKey } from './find.js'
import type { ResourceStep, Step } from './graph.js'
import { nodeError } from './run-node.js'
import { asRecorded, filledIn, unknownLike, unknownOutputs, unknownProps } from './stand-in.js'
import { unwanted } from './update.js'

/** What is planned, of what. */
export interface PlanRequest {
  readonly operation: 'deploy' | 'update'
  readonly steps: readonly Step[]
  /** What is recorded of the stack. */
  readonly document: Document
  readonly stack: StackRef
  /** Makes a context in which the finds of a node can be asked. */
  readonly contextFor: (node: string) => ResourceContext
}

/**
 * @returns what the run would do to each node of the graph, and to those that are not in it any more
 * @throws GmError what a find throws; in its plugin's name where that is a mistake
 */
export async function plan(request: PlanRequest): Promise<Plan> {
  const { steps, document, operation } = request
  const found = new Map(await Promise.all(steps.map(async (step) => [step.id, await find(request, step)] as const)))
  const planned = planSteps(request, found)
  return { steps: [...planned, ...(operation === 'update' ? deletions(document, steps) : [])] }
}

/**
 * What has to go because of a later step is known only after that; until then nothing more is found, it is gone over.
 */
function planSteps(request: PlanRequest, found: ReadonlyMap<string, Found>): PlannedStep[] {
  const cleared = new Set<string>()
  for (;;) {
    const before = cleared.size
    const planner = new Planner(request, found, cleared)
    const planned = request.steps.map((step) => planner.next(step))
    if (cleared.size === before) return planned
  }
}

/** What is there of a node. */
interface Found {
  readonly observed: unknown
  /** What was taken from it since it was made. */
  readonly drift: readonly Change[]
}

const nothing: Found = { observed: undefined, drift: [] }

async function find({ document, contextFor }: PlanRequest, step: Step): Promise<Found> {
  const row = document.nodes[step.id]
  if (step.kind === 'check' || row === undefined || row.status === 'gone' || row.type !== step.resource.type)
    return nothing
  const cx = contextFor(step.id)
  try {
    const observed = await findWithRetry(step.resource, cx, lookupKey(row), 0)
    return { observed, drift: observed === undefined ? [] : await driftOf(step, row, cx, observed) }
  } catch (error) {
    throw nodeError(error, { node: cx.node, plugin: row.plugin })
  }
}

/** What is under way is finished, whatever is missing of it. */
async function driftOf(
  { resource }: ResourceStep,
  { status, inputs }: NodeRecord,
  cx: ResourceContext,
  observed: unknown,
): Promise<readonly Change[]> {
  if (status !== 'ready' || inputs === undefined) return []
  return (await resource.drift?.(cx, observed, inputs as Recorded<unknown>)) ?? []
}

function deletions(document: Document, steps: readonly Step[]): PlannedStep[] {
  return unwanted(document, steps)
    .filter((key) => !isReplaced(key))
    .map((node) => ({ node, type: document.nodes[node]?.type ?? '', action: 'delete', changes: [] }))
}

interface Removes {
  /** Keys of the rows whose things are given up for another one: what may not hold data. */
  readonly removes: readonly string[]
}

/** Decides step by step, as the run would, in the order of the graph. */
class Planner {
  readonly #request: PlanRequest
  /** What finds answered, by node. */
  readonly #found: ReadonlyMap<string, Found>
  /** Outputs as the run would hand them on, or what stands in for them. */
  readonly #outputs = new Map<string, unknown>()
  /** Nodes that are not as they were when their dependents are compared. */
  readonly #touched = new Set<string>()
  readonly #cleared: Set<string>

  /** @param cleared nodes that have to go because something that they stand on goes first; added to */
  constructor(request: PlanRequest, found: ReadonlyMap<string, Found>, cleared: Set<string>) {
    this.#request = request
    this.#found = found
    this.#cleared = cleared
  }

  next(step: Step): PlannedStep {
    if (step.kind === 'check') {
      const isSure = step.standsOn.every((id) => !this.#touched.has(id))
      this.#outputs.set(step.id, isSure ? asRecorded() : unknownOutputs())
      return { node: step.id, type: step.check.type, action: 'check', changes: [] }
    }
    const planned = this.#resource(step)
    if (!isKept(planned)) this.#touched.add(step.id)
    this.#outputs.set(step.id, this.#outputsAfter(step, planned))
    return planned
  }

  #resource(step: ResourceStep): PlannedStep {
    const base = { node: step.id, type: step.resource.type }
    const row = this.#request.document.nodes[step.id]
    if (row === undefined || !this.#isThere(step, row))
      return { ...base, action: 'create', changes: [], ...lost(step, row) }
    const drift = this.#found.get(step.id)?.drift ?? []
    const kept: PlannedStep = { ...base, action: drift.length > 0 ? 'repair' : 'keep', changes: drift }
    if (this.#request.operation === 'deploy') return kept
    const { action, changes, removes } = this.#decide(step, row)
    if (action === 'same') return kept
    const holdsData = (key: string): boolean => this.#request.document.nodes[key]?.keeps === 'data'
    return { ...base, action: removes.some(holdsData) ? 'refused' : action, changes }
  }

  #isThere({ id, resource }: ResourceStep, row: NodeRecord): boolean {
    return row.status !== 'gone' && (row.type !== resource.type || this.#found.get(id)?.observed !== undefined)
  }

  #decide(step: ResourceStep, row: NodeRecord): Decision & Removes {
    const decision = this.#compare(step, row)
    for (const key of decision.removes) this.#cleared.add(key)
    if (!this.#cleared.has(step.id) || decision.action === 'replace') return decision
    const changes = decision.changes.length > 0 ? decision.changes : unknownProps
    return {
      action: 'replace',
      changes: changes.map((change) => ({ ...change, action: 'replace' })),
      removes: [step.id],
    }
  }

  /** Where props cannot be computed from what stands in for outputs, the gravest is assumed. */
  #compare(step: ResourceStep, row: NodeRecord): Decision & Removes {
    const { document, stack } = this.#request
    try {
      // What a check finds can be as it was only where the same things stand behind it.
      const standsThere = isSame([...step.standsOn].toSorted(), row.deps.toSorted())
      const props = filledIn(recordable(step.props(this.#outputs)), standsThere ? row.inputs : undefined)
      const wanted: Wanted = { resource: step.resource, props, owner: { stack, node: step.id } }
      const decision = decide(row, wanted)
      if (decision.action !== 'replace') return { ...decision, removes: [] }
      const dependents = goesFirst(row, wanted) ? dependentsOf(document.nodes, step.id) : []
      return { ...decision, removes: [step.id, ...dependents] }
    } catch (error) {
      if (step.deps.every((id) => !this.#touched.has(id))) throw nodeError(error, { node: step.id, plugin: row.plugin })
      return { action: 'replace', changes: unknownProps, removes: [step.id] }
    }
  }

  #outputsAfter({ id, resource }: ResourceStep, planned: PlannedStep): unknown {
    const { action } = planned
    const row = this.#request.document.nodes[id]
    const recorded = row?.outputs ?? this.#found.get(id)?.observed
    if (isKept(planned)) return recorded
    if (action === 'create' || recorded === undefined) return unknownOutputs()
    return unknownLike(recorded, action === 'update' ? (resource.stable ?? []) : [])
  }
}

/** Whether those that use a node's outputs will find them as they were. */
function isKept({ action }: PlannedStep): boolean {
  return action === 'keep' || action === 'repair'
}

/** What was made and is gone again; a create that is not finished has lost nothing. */
function lost({ resource }: ResourceStep, row: NodeRecord | undefined): Pick<PlannedStep, 'lost'> {
  if (row?.outputs === undefined || row.status === 'gone' || row.status === 'destroying') return {}
  return { lost: resource.label?.(row.outputs) ?? row.type }
}

/**
 * Which nodes that are ready another config would make from other props. Pure: recorded outputs stand for real ones.
 * @returns their ids
 */
export function touchedNodes(steps: readonly Step[], document: Document): string[] {
  const outputs = new Map(
    Object.entries(document.nodes).flatMap(([id, row]) =>
      row.outputs === undefined ? [] : [[id, row.outputs] as const],
    ),
  )
  return steps.filter((step) => isTouched(step, document.nodes[step.id], outputs)).map(({ id }) => id)
}

function isTouched(step: Step, row: NodeRecord | undefined, outputs: ReadonlyMap<string, unknown>): boolean {
  if (row?.status !== 'ready' || row.inputs === undefined) return false
  return step.deps.every((dep) => outputs.has(dep)) && !isSame(step.props(outputs), row.inputs)
}
