// Whether a load balancer finds the instance well: until it does, the public URL answers with an error of its own.
import { GmError, type Target } from '@geuse/plugin-api'
import type { AwsContext } from '../../common/context.js'
import { waitFor } from '../../wait/wait-for.js'
import { registered } from '../load-balancing/target.js'

/** Seconds: two checks ten seconds apart, and a load balancer that may still be on its way itself. */
const healthyWithin = 300

/**
 * Waits until the load balancer sends requests to the instance.
 * @throws GmError UNHEALTHY with what the load balancer holds against it
 */
export async function targetIsHealthy(cx: AwsContext, { targetGroupArn, instanceId }: Target): Promise<void> {
  let said = 'not registered'
  const look = async () => {
    const found = (await registered(cx, targetGroupArn)).find((one) => one.Target?.Id === instanceId)
    const { State, Reason, Description } = found?.TargetHealth ?? {}
    said = [State, Reason, Description].filter((part) => part !== undefined && part !== '').join(', ')
    return State === 'healthy' ? true : undefined
  }
  const late = () =>
    new GmError(
      'UNHEALTHY',
      `The load balancer does not find ${instanceId} healthy after ${healthyWithin} s: ${said}`,
      {
        hints: [`gm status ${cx.stack.name}`],
      },
    )
  await waitFor(cx, `the load balancer to find ${instanceId} healthy`, look, { seconds: healthyWithin, late })
}
