// An instance that a deploy has put in the place of another one, which was lost or taken back: what it cost in time and
// data, as its owner wants to know it.
import type { BootStatus } from '@geuse/instance-contract'
import type { Outcome } from '@geuse/plugin-api'
import { ssmInstance } from '../../aws/instance/ssm-command.js'
import { anyInstance } from '../../aws/resources/compute/describe-instance.js'
import { isTakenBack } from '../../aws/resources/compute/notice.js'
import type { Clients } from '../../aws/client/clients.js'
import type { Document, RollbackRecord } from '../../state/document.js'
import type { Host } from '../host.js'
import type { replacementShape } from '../../output/stack.js'
import type { Told } from '../../output/told.js'

/** One instance in the place of another. */
export type Replacement = Told<typeof replacementShape>

const patience = { registered: 30, done: 30 }

/**
 * @param before the stack as the deploy found it
 * @param after as it left it
 * @param outcome of the run
 * @returns undefined where the instance is the same, or the first one
 */
export async function replacementOf(
  host: Host,
  before: Document,
  after: Document,
  outcome: Outcome,
  clients: Clients,
  signal: AbortSignal,
): Promise<Replacement | undefined> {
  const [from, to] = [before.instance_id, after.instance_id]
  if (from === null || to === null || from === to) return undefined
  const cx = { aws: clients, clock: host.clock, signal, note: () => undefined }
  const [old, told] = await Promise.all([
    anyInstance(cx, from).catch(() => undefined),
    ssmInstance(cx, to, patience)
      .status({ lines: 0 })
      .catch(() => undefined),
  ])
  return {
    from,
    to,
    wasTakenBack: wasTakenBack(old),
    ...recovery(endOf(old?.StateTransitionReason), host.clock.now(), outcome.ms),
    restored: (told?.checkpoints ?? []).flatMap(restoredFrom),
  }
}

function wasTakenBack(old: Awaited<ReturnType<typeof anyInstance>>): boolean {
  return isTakenBack(old?.Tags) || /spot/i.test(old?.StateReason?.Code ?? '')
}

/** An end within the deploy is not what it began for. */
function recovery(ended: string | null, now: number, runMs: number): Pick<Replacement, 'ended' | 'recoveryMs'> {
  const sinceEnd = ended === null ? 0 : now - Date.parse(ended)
  return sinceEnd >= runMs ? { ended, recoveryMs: sinceEnd } : { ended: null, recoveryMs: runMs }
}

/** @returns the record of it in the document */
export function replacementRecord({ from, wasTakenBack }: Replacement, at: string): RollbackRecord {
  return {
    timestamp: at,
    trigger: wasTakenBack ? 'spot_interruption' : 'health_check_failed',
    resources_deleted: [from],
    efs_preserved: true,
    success: true,
    error_message: null,
  }
}

/** EC2 writes `User initiated (2026-03-01 12:00:00 GMT)`. */
function endOf(reason: string | undefined): string | null {
  const [, day, time] = /\((\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) GMT\)/.exec(reason ?? '') ?? []
  return day === undefined || time === undefined ? null : `${day}T${time}Z`
}

/** A checkpoint's id is `<generation>-<time>`. */
function restoredFrom({ service, restored }: BootStatus['checkpoints'][number]): Replacement['restored'] {
  const [, date = '', hour, minute, second] = /-(\d{8})T(\d\d)(\d\d)(\d\d)Z$/.exec(restored ?? '') ?? []
  if (date === '') return []
  return [{ service, at: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${hour}:${minute}:${second}Z` }]
}
