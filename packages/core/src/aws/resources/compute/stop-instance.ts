// Takes an instance out of use so that it is not billed: its services end in order first, and copy their data to EFS.
import { GmError, type LaunchedInstance } from '@geuse/plugin-api'
import type { AwsContext } from '../../common/context.js'
import { ssmInstance } from '../../instance/ssm-command.js'
import { waitFor } from '../../wait/wait-for.js'
import { anyInstance } from './describe-instance.js'

/** Seconds in which its services have ended. */
const drainSeconds = 300
const patience = { registered: 20, done: drainSeconds + 30 }
/** Seconds for EC2 to stop or end one; a minute is usual, and a system that does not react is cut off after some. */
const offWithin = 400

/**
 * AWS stops instances that were bought on demand. Of spot instances it stops only those of persistent requests, which a
 * fleet of type `instant` does not make: such a one is ended, and another one is bought later.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances-request.html#stopping-a-spot-instance
 * @param force also where the last copies of what it has on its disk could not be made
 * @returns the instance, stopped; undefined where it was ended
 * @throws GmError UNHEALTHY where a spot instance cannot make its last copies
 */
export async function stopInstance(
  cx: AwsContext,
  seen: LaunchedInstance & { readonly running?: boolean },
  force: boolean,
): Promise<LaunchedInstance | undefined> {
  const { running, ...instance } = seen
  const ends = instance.market === 'spot'
  if (running !== false) await drain(cx, instance, ends && !force)
  const ec2 = await cx.aws.ec2()
  const InstanceIds = [instance.instanceId]
  await (ends ? ec2.terminateInstances({ InstanceIds }) : ec2.stopInstances({ InstanceIds }))
  const off = async () => {
    const state = (await anyInstance(cx, instance.instanceId))?.State?.Name ?? 'terminated'
    return state === 'terminated' || (state === 'stopped' && !ends) ? state : undefined
  }
  const state = await waitFor(cx, `${instance.instanceId} to be ${ends ? 'terminated' : 'stopped'}`, off, {
    seconds: offWithin,
  })
  return state === 'stopped' ? { ...instance, stopped: true } : undefined
}

/** What is on the disk of one that is stopped stays there, so it may be stopped without an answer. */
async function drain(cx: AwsContext, { instanceId }: LaunchedInstance, isNeeded: boolean): Promise<void> {
  cx.note('its services end, with their last copies')
  try {
    await ssmInstance(cx, instanceId, patience).drain({ cause: 'stop', seconds: drainSeconds })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (!isNeeded) return cx.note(`its services could not be ended in order: ${why}`)
    const words = `${instanceId} does not end its services, so the last copies of what is on its disk are missing: ${why}`
    throw new GmError('UNHEALTHY', words, {
      cause: error,
      hints: [`gm status ${cx.stack.name}`, `gm stop ${cx.stack.name} --force   # without those copies`],
    })
  }
}
