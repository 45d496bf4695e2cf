// Watches an instance boot: one DescribeInstances a look shows both the instance and, in its tag, the phase it is in.
import { phaseTagKey, readPhaseTag } from '@geuse/instance-contract'
import { GmError, type Check } from '@geuse/plugin-api'
import type { AwsContext } from '../../common/context.js'
import { ssmInstance } from '../../instance/ssm-command.js'
import { waitFor } from '../../wait/wait-for.js'
import { bootDiagnostics } from './boot-diagnostics.js'
import { BootStory } from './boot-story.js'
import { BootWatch } from './boot-watch.js'
import { anyInstance } from '../compute/describe-instance.js'
import { instanceEnd } from '../compute/instance-end.js'

const deadline = 900
const patience = { registered: 60, done: 30 }
/** Whoever is not registered now is asked again soon. */
const storyPatience = { registered: 0, done: 20 }
/** Milliseconds of a phase. */
const worthTelling = 500

/** An instance that is up. */
interface Booted {
  readonly instanceId: string
  /** How long each phase of the boot took, in milliseconds, where this run saw one. */
  readonly phases?: Readonly<Record<string, number>>
}

/**
 * Passes when the instance says `ready`; fails as soon as it says `failed`, with the reason and the last lines. A boot
 * that had failed, or whose instance was drained, before this run looked is begun again once: its cause may be gone.
 */
export const boot: Check<{ instanceId: string }, Booted, AwsContext> = {
  type: 'boot',
  stage: 'services',
  iam: ['ec2:DescribeInstances', 'ec2:GetConsoleOutput', 'ssm:SendCommand', 'ssm:GetCommandInvocation'],
  seconds: 180,
  deadline,
  run: async (cx, { instanceId }) => {
    const watch = new BootWatch(cx, ssmInstance(cx, instanceId, patience))
    const story = new BootStory(cx, ssmInstance(cx, instanceId, storyPatience))
    const late = async () =>
      failure(cx, instanceId, 'TIMED_OUT', `The instance was not ready within ${deadline / 60} minutes`)
    const ready = async () => {
      const seen = await anyInstance(cx, instanceId)
      const lost = seen && instanceEnd(cx.stack, seen)
      if (lost) throw lost
      const known = await watch.look(readPhaseTag(seen?.Tags?.find(({ Key }) => Key === phaseTagKey)?.Value))
      if (known.state === 'failed')
        throw await failure(cx, instanceId, 'BOOT_FAILED', `The instance failed in phase ${known.phase}`)
      if (known.state === 'drained')
        throw await failure(cx, instanceId, 'BOOT_FAILED', 'The instance stopped its services')
      if (known.state === 'booting') story.look(known.phase)
      return known.state === 'ready' ? true : undefined
    }
    // Ends a little before the engine's own deadline, which could only say that time is up.
    await waitFor(cx, 'the instance to be ready', ready, { seconds: deadline - 90, late, quiet: true })
    return story.isBegun ? { instanceId, phases: await story.phases() } : { instanceId }
  },
  label: ({ phases = {} }) => {
    const told = Object.entries(phases).filter(([, ms]) => ms >= worthTelling)
    return told.length === 0 ? undefined : told.map(([name, ms]) => `${name} ${Math.round(ms / 1000)} s`).join(', ')
  },
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
