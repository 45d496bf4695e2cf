// How an instance is come by: spot or on demand as the market allows, waiting for IAM, a token an attempt.
import { GmError, type InstanceProps } from '@geuse/plugin-api'
import { isIamNotReady, isTokenUsed } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { onDemandPrice } from '../../discovery/price.js'
import { required } from '../../common/required.js'
import type { CapacityType } from '../../quotas/known-quotas.js'
import { capacityTypes } from '../../quotas/vcpus.js'
import { waitFor } from '../../wait/wait-for.js'
import { createFleet } from './fleet.js'
import { existingInstance } from './describe-instance.js'

/** Seconds that IAM may take to tell EC2 of a new profile. */
const iamWithin = 180
/** Milliseconds for an instance that was bought to show. */
const visibleWithin = 10_000

/**
 * Spot first, then on demand, as the market allows.
 * @returns id of the instance
 * @throws GmError CAPACITY, QUOTA or what else AWS refuses with
 */
export async function launchInstance(cx: AwsContext, props: InstanceProps): Promise<string> {
  const [first, second] = capacityTypes[props.market]
  const spot = await launchWhenReady(cx, props, first)
  if (typeof spot === 'string') return spot
  const goOn = second !== undefined && (spot.code === 'CAPACITY' || spot.code === 'QUOTA')
  await cx.nextToken(
    goOn ? `no spot instance: buying on demand${await priceNote(cx, props.types[0])}` : 'no instance was to be had',
  )
  if (!goOn) throw spot
  const onDemand = await launchWhenReady(cx, props, second)
  if (typeof onDemand === 'string') return onDemand
  await cx.nextToken('no instance was to be had')
  throw onDemand
}

/**
 * A fleet that came back empty has burnt its token, and would come back empty for ever: the next attempt has its own.
 */
async function launchWhenReady(cx: AwsContext, props: InstanceProps, way: CapacityType): Promise<string | GmError> {
  let last: GmError | undefined
  const attempt = async (): Promise<{ answer: string | GmError } | undefined> => {
    const bought = await createFleet(cx, props, way)
    if ('instanceId' in bought) return { answer: bought.instanceId }
    last = bought.refusal
    if (isTokenUsed(last)) return earlier(cx)
    if (!isIamNotReady(last)) return { answer: last }
    await cx.nextToken('EC2 does not know the instance profile yet')
    return undefined
  }
  const patience = {
    seconds: iamWithin,
    quiet: true,
    late: () => last ?? new GmError('TIMED_OUT', 'EC2 did not sell an instance'),
  }
  return (await waitFor(cx, 'EC2 to know the instance profile', attempt, patience)).answer
}

/** The token bought in another way, in a run that was cut off: its instance shows within seconds, or there is none. */
async function earlier(cx: AwsContext): Promise<{ answer: string } | undefined> {
  const end = cx.clock.now() + visibleWithin
  for (let seen = await existingInstance(cx); ; seen = await existingInstance(cx)) {
    if (seen) return { answer: required(seen.InstanceId, 'InstanceId') }
    if (cx.clock.now() >= end) break
    await cx.clock.sleep(1000, cx.signal)
  }
  await cx.nextToken('an earlier attempt left no instance')
  return undefined
}

async function priceNote(cx: AwsContext, type: string | undefined): Promise<string> {
  const price = type === undefined ? undefined : await onDemandPrice(cx.aws, type)
  return price === undefined ? '' : `, ${type} at ${price} USD an hour`
}
