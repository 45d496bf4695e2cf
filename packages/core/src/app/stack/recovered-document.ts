// A document made anew from what a stack has in AWS, enough to destroy it: what was asked for is in no tag, so a deploy
// cannot go on from it; but one after the destroy stands on the data that was kept.
import type { Listed } from '@geuse/plugin-api'
import { stages } from '@geuse/plugin-api'
import type { Document, NodeRecord } from '../../state/document.js'
import { project } from '../../state/projection.js'
import type { Orphan } from '../../aws/cleanup/find-orphans.js'
import type { UnrecordedStack } from './unrecorded.js'

/** Of a stack of which only tags are known. */
const unknownTier = 'unknown'

/**
 * @param stack as it was found
 * @param now ISO instant
 * @returns its document, at revision 0: not on disk yet
 */
export function recoveredDocument({ name, id, region, accountId, orphans }: UnrecordedStack, now: string): Document {
  return project({
    schema_version: 1,
    revision: 0,
    stack_name: name,
    stack_id: id,
    account_id: accountId,
    region,
    tier: unknownTier,
    status: 'failed',
    created_at: now,
    updated_at: now,
    config: { region },
    facts: {
      accountId,
      region,
      arch: 'x86_64',
      zones: [],
      image: { id: '', rootDevice: '', minimumGiB: 0 },
      instanceTypes: [],
    },
    plugins: [],
    nodes: nodesOf(orphans, now),
    run: null,
    services: [],
    last_healthy_state: null,
    earlier_healthy_states: [],
    going_back: null,
    update_backup: null,
    rollback_history: [],
    estimate: null,
    runtime: [],
    n8n_url: null,
    dns_record: null,
    tier_outputs: {},
  })
}

type Removable = Orphan & { readonly known: NonNullable<Listed['known']> }

function nodesOf(orphans: readonly Orphan[], now: string): Document['nodes'] {
  const named = new Map<string, Removable>()
  for (const orphan of orphans.filter(isRemovable)) named.set(freeId(orphan, named), orphan)
  const rows = [...named].map(([id, orphan]) => [id, rowOf(orphan, dependenciesOf(orphan, named), now)] as const)
  return Object.fromEntries(rows)
}

function isRemovable(orphan: Orphan): orphan is Removable {
  return orphan.known !== undefined
}

/** The node that its tags name; a second thing of one node, left by a create whose answer was lost, beside it. */
function freeId({ node, resource }: Orphan, taken: ReadonlyMap<string, unknown>): string {
  const wanted = node ?? resource.type
  const others = Array.from({ length: taken.size }, (_none, index) => `${wanted}-again-${index + 1}`)
  return [wanted, ...others].find((id) => !taken.has(id)) ?? wanted
}

/**
 * Its graph is not known. What is of a later stage stands on what is of an earlier one; within a stage a thing stands
 * on those that it names.
 */
function dependenciesOf(orphan: Removable, all: ReadonlyMap<string, Removable>): string[] {
  const stageOf = ({ resource }: Orphan): number => stages.indexOf(resource.stage)
  const words = JSON.stringify(orphan.known)
  return [...all]
    .filter(([, other]) => {
      if (other === orphan) return false
      const earlier = stageOf(other) < stageOf(orphan)
      return earlier || (stageOf(other) === stageOf(orphan) && words.includes(JSON.stringify(other.id)))
    })
    .map(([id]) => id)
}

/** Tokens of the lost document must not be used again: a token of an instance that is gone would give that back. */
function rowOf({ resource, plugin, known }: Removable, deps: readonly string[], now: string): NodeRecord {
  const { type, stage, keeps } = resource
  return {
    type,
    plugin,
    stage,
    ...(keeps === undefined ? {} : { keeps }),
    status: 'ready',
    generation: Math.floor(Date.parse(now) / 1000),
    attempt: 0,
    identity: known.identity as NodeRecord['identity'],
    deps: [...deps],
    outputs: known.observed as Exclude<NodeRecord['outputs'], undefined>,
    since: now,
  }
}
