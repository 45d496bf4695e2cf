// Watches an instance boot: one DescribeInstances a look shows both the instance and, in its tag, the phase it is in.
import type { Instance } from '@aws-sdk/client-ec2'
import { phaseTagKey, readPhaseTag, type PhaseTag } from '@geuse/instance-contract'
import { GmError, type Check } from '@geuse/plugin-api'
import type { AwsContext } from '../../common/context.js'
import { ssmInstance } from '../../instance/ssm-command.js'
import { waitFor } from '../../wait/wait-for.js'
import { bootDiagnostics } from './boot-diagnostics.js'
import { anyInstance } from '../compute/describe-instance.js'

const deadline = 900
/** Seconds in which the tag of a boot that was begun again may still be the old one's. */
const staleTagSeconds = 60
const patience = { registered: 60, done: 30 }

/**
 * Passes when the instance says `ready`; fails as soon as it says `failed`, with the reason and the last lines. A boot
 * that had failed before this run looked is begun again once: its cause may be gone since.
 */
export const boot: Check<{ instanceId: string }, { instanceId: string }, AwsContext> = {
  type: 'boot',
  stage: 'services',
  iam: ['ec2:DescribeInstances', 'ec2:GetConsoleOutput', 'ssm:SendCommand', 'ssm:GetCommandInvocation'],
  seconds: 180,
  deadline,
  run: async (cx, { instanceId }) => {
    const tell = phaseReporter(cx)
    const hasFailed = newFailures(cx, instanceId)
    const late = async () =>
      failure(cx, instanceId, 'TIMED_OUT', `The instance was not ready within ${deadline / 60} minutes`)
    const ready = async () => {
      const seen = await anyInstance(cx, instanceId)
      const lost = seen && lossOf(seen)
      if (lost) throw lost
      const tag = readPhaseTag(seen?.Tags?.find(({ Key }) => Key === phaseTagKey)?.Value)
      if (await hasFailed(tag))
        throw await failure(cx, instanceId, 'BOOT_FAILED', `The instance failed in phase ${phaseOf(tag)}`)
      if (tag.state === 'booting') tell(tag.phase)
      return tag.state === 'ready' ? true : undefined
    }
    // Ends a little before the engine's own deadline, which could only say that time is up.
    await waitFor(cx, 'the instance to be ready', ready, { seconds: deadline - 90, late, quiet: true })
    return { instanceId }
  },
}

/**
 * @returns what tells whether a tag is the failure of a boot that this run has watched; it begins a boot again that had
 *   failed before
 */
function newFailures(cx: AwsContext, instanceId: string): (tag: PhaseTag) => Promise<boolean> {
  let isFirst = true
  let staleUntil = 0
  return async (tag) => {
    const wasFirst = isFirst
    isFirst = false
    if (tag.state !== 'failed') {
      staleUntil = 0
      return false
    }
    if (wasFirst && (await beginAgain(cx, instanceId, tag.phase))) staleUntil = cx.clock.now() + staleTagSeconds * 1000
    return cx.clock.now() >= staleUntil
  }
}

/** @returns whether the instance could be told; one that cannot be reached has failed for good */
async function beginAgain(cx: AwsContext, instanceId: string, phase: string): Promise<boolean> {
  cx.note(`its boot had failed in phase ${phase}: beginning it again`)
  const { begun } = await ssmInstance(cx, instanceId, patience)
    .boot()
    .catch(() => ({ begun: false }))
  return begun
}

function phaseOf(tag: PhaseTag): string {
  return tag.state === 'failed' ? tag.phase : 'start'
}

/** Says each phase once. */
function phaseReporter(cx: AwsContext): (phase: string | undefined) => void {
  let last: string | undefined = 'nothing said yet'
  return (phase) => {
    if (phase !== last) cx.note(phase === undefined ? 'starting' : phase)
    last = phase
  }
}

async function failure(
  cx: AwsContext,
  instanceId: string,
  code: 'BOOT_FAILED' | 'TIMED_OUT',
  sentence: string,
): Promise<GmError> {
  const { reason, lines } = await bootDiagnostics(cx, instanceId)
  const why = reason ? `${sentence}: ${reason}` : sentence
  const log = lines.length > 0 ? { cause: new Error(`last lines of the boot log:\n${lines.join('\n')}`) } : {}
  return new GmError(code, why, log)
}

function lossOf({ InstanceId, State, StateReason }: Instance): GmError | undefined {
  const state = State?.Name ?? 'pending'
  if (state === 'pending' || state === 'running') return undefined
  const { Code = '', Message = 'no reason given' } = StateReason ?? {}
  return /spot/i.test(Code)
    ? new GmError('CAPACITY', `AWS took the spot instance ${InstanceId} back while it was booting: ${Message}`, {
        hints: ['gm deploy --on-demand'],
      })
    : new GmError('BOOT_FAILED', `The instance ${InstanceId} is ${state} before it was ready: ${Message}`)
}
