// CPU credits of burstable types, limited to what the price holds.
import type { LaunchedInstance } from '@geuse/plugin-api'
import { isBurstable } from '../../../model/burstable.js'
import type { AwsContext } from '../../common/context.js'
import { retryUntilConsistent } from '../../wait/consistency.js'

/**
 * EC2 launches most T types with unlimited credits, billed beyond the price when they are spent. The launch template
 * cannot say otherwise: it serves other families too, which are refused with InstanceCreditSpecification.NotSupported.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode.html
 */
export async function limitCredits(
  cx: AwsContext,
  { instanceId, type, cpuCredits }: LaunchedInstance,
): Promise<Pick<LaunchedInstance, 'cpuCredits'>> {
  if (!isBurstable(type) || cpuCredits === 'standard') return {}
  const ec2 = await cx.aws.ec2()
  const request = { InstanceCreditSpecifications: [{ InstanceId: instanceId, CpuCredits: 'standard' }] }
  const { UnsuccessfulInstanceCreditSpecifications: [refusal] = [] } = await retryUntilConsistent(cx, instanceId, () =>
    ec2.modifyInstanceCreditSpecification(request),
  )
  if (refusal === undefined) return { cpuCredits: 'standard' }
  cx.note(`its CPU credits stay unlimited, which can cost more: ${refusal.Error?.Message ?? refusal.Error?.Code ?? ''}`)
  return {}
}
