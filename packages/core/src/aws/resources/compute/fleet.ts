// Buys one instance: a fleet of one, of several types in several zones, and what its answer means.
import type { CreateFleetError, CreateFleetRequest, CreateFleetResult } from '@aws-sdk/client-ec2'
import { isGmError, type GmError, type InstanceProps } from '@geuse/plugin-api'
import { isIamNotReady, isTokenUsed, refused } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { instanceTypes } from '../../discovery/known-types.js'
import type { CapacityType } from '../../quotas/known-quotas.js'
import { retryUntilConsistent } from '../../wait/consistency.js'
import { tagSpecification } from '../../common/tags.js'

/** What one attempt came to. */
export type FleetResult = { readonly instanceId: string } | { readonly refusal: GmError }

/**
 * Asks once, with the node's present token: the same token buys the same instance.
 * @returns the instance, or why there is none: the refusal that tells most
 */
export async function createFleet(cx: AwsContext, props: InstanceProps, way: CapacityType): Promise<FleetResult> {
  const ec2 = await cx.aws.ec2()
  try {
    const asked = { ...request(props, way), ClientToken: cx.token, TagSpecifications: tags(cx) }
    const answer = await retryUntilConsistent(cx, 'the launch template', () => ec2.createFleet(asked))
    const instanceId = answer.Instances?.flatMap(({ InstanceIds = [] }) => InstanceIds)[0]
    return instanceId ? { instanceId } : { refusal: refusalOf(answer) }
  } catch (error) {
    if (isGmError(error) && isTokenUsed(error)) return { refusal: error }
    throw error
  }
}

function tags(cx: AwsContext) {
  return [...tagSpecification(cx, 'instance'), ...tagSpecification(cx, 'fleet')]
}

function request(
  props: InstanceProps,
  way: CapacityType,
): Omit<CreateFleetRequest, 'ClientToken' | 'TagSpecifications'> {
  const Overrides = props.subnets.flatMap(({ subnetId }) =>
    props.types.map((type) => ({ InstanceType: type as never, SubnetId: subnetId })),
  )
  const whole = { MinTargetCapacity: 1, SingleInstanceType: true }
  const options =
    way === 'spot'
      ? { SpotOptions: { AllocationStrategy: 'price-capacity-optimized', ...whole } as const }
      : { OnDemandOptions: { AllocationStrategy: 'lowest-price', ...whole } as const }
  return {
    Type: 'instant',
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: { LaunchTemplateId: props.templateId, Version: String(props.version) },
        Overrides,
      },
    ],
    TargetCapacitySpecification: { TotalTargetCapacity: 1, DefaultTargetCapacityType: way },
    ...options,
  }
}

/** One error comes for each type and zone: IAM being late and refusals by rule tell more than full zones do. */
function refusalOf({ Errors = [] }: CreateFleetResult): GmError {
  const refusals = Errors.map(asRefusal)
  const telling = refusals.find(isIamNotReady) ?? refusals.find(({ code }) => code !== 'CAPACITY') ?? refusals[0]
  return telling ?? refused('InsufficientInstanceCapacity', 'The fleet came back empty', 'CreateFleet')
}

function asRefusal({ ErrorCode, ErrorMessage, LaunchTemplateAndOverrides }: CreateFleetError): GmError {
  const type = LaunchTemplateAndOverrides?.Overrides?.InstanceType
  const message = `${ErrorMessage ?? ErrorCode}${type ? ` [${type}]` : ''}`
  return refused(
    ErrorCode ?? 'UnknownError',
    message,
    'CreateFleet',
    instanceTypes.find((known) => known.type === type)?.vcpu,
    type,
  )
}
