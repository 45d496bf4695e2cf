// A network of the stack's own.
import { defineResource } from '@geuse/plugin-api'
import { putBack } from '../../common/changes.js'
import type { AwsContext } from '../../common/context.js'
import { dependentActions, dependentsOfVpc } from '../../dependents/find-dependents.js'
import { deleteWhenFree, ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { nodeFilters, nodeOf, stackFilters, tagSpecification } from '../../common/tags.js'
import { listed } from '../../common/listed.js'
import { allOf } from '../../common/pages.js'
import { required } from '../../common/required.js'

interface Vpc {
  readonly vpcId: string
  /**
   * Whether it names its instances, as file systems need; only right after it was made is that known without asking.
   */
  readonly names?: boolean
}

/** VPC with DNS, found by its node tag. */
export const vpc = defineResource<{ cidr: string }, { node: string }, Vpc, AwsContext>({
  type: 'vpc',
  stage: 'network',
  iam: [
    'ec2:CreateVpc',
    'ec2:CreateTags',
    'ec2:DescribeVpcs',
    'ec2:DescribeVpcAttribute',
    'ec2:ModifyVpcAttribute',
    'ec2:DeleteVpc',
    ...dependentActions.vpc,
  ],
  idempotent: 'search',
  identity: (_props, { node }) => ({ node }),
  find: async (cx, { seen }) => {
    const ec2 = await cx.aws.ec2()
    const by = seen ? { VpcIds: [seen.vpcId] } : { Filters: nodeFilters(cx) }
    const found = (await ifThere(() => ec2.describeVpcs(by)))?.Vpcs ?? []
    return found.length === 0 ? undefined : found.map(({ VpcId }) => ({ vpcId: required(VpcId, 'VpcId') }))
  },
  create: async (cx, { cidr }) => {
    const ec2 = await cx.aws.ec2()
    const { Vpc } = await ec2.createVpc({ CidrBlock: cidr, TagSpecifications: tagSpecification(cx, 'vpc') })
    return { vpcId: required(Vpc?.VpcId, 'VpcId'), names: false }
  },
  sync: async (cx, { vpcId, names }) => {
    if (!(names ?? (await hasNames(cx, vpcId)))) {
      const ec2 = await cx.aws.ec2()
      await retryUntilConsistent(cx, vpcId, () =>
        ec2.modifyVpcAttribute({ VpcId: vpcId, EnableDnsHostnames: { Value: true } }),
      )
    }
    return { vpcId }
  },
  drift: async (cx, { vpcId }) => ((await hasNames(cx, vpcId)) ? [] : [putBack('enableDnsHostnames', true, false)]),
  list: async (cx) => {
    const ec2 = await cx.aws.ec2()
    const vpcs = await allOf(ec2.paginateDescribeVpcs({ Filters: stackFilters(cx.stack) }), ({ Vpcs }) => Vpcs)
    return vpcs.map(({ VpcId, Tags }) => {
      const vpcId = required(VpcId, 'VpcId')
      return listed(vpcId, Tags, { identity: { node: nodeOf(Tags) ?? '' }, observed: { vpcId } })
    })
  },
  destroy: async (cx, { observed: { vpcId } }) => {
    const ec2 = await cx.aws.ec2()
    await deleteWhenFree(
      cx,
      vpcId,
      () => ec2.deleteVpc({ VpcId: vpcId }),
      () => dependentsOfVpc(cx, vpcId),
    )
  },
  seconds: { create: 2, destroy: 20 },
  label: ({ vpcId }) => vpcId,
})

async function hasNames(cx: AwsContext, vpcId: string): Promise<boolean> {
  const ec2 = await cx.aws.ec2()
  const { EnableDnsHostnames } = await retryUntilConsistent(cx, vpcId, () =>
    ec2.describeVpcAttribute({ VpcId: vpcId, Attribute: 'enableDnsHostnames' }),
  )
  return EnableDnsHostnames?.Value === true
}
