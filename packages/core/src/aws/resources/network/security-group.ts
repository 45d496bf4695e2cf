// A security group with the rules that it is asked to have, and no others of our making.
import { defineResource, type SecurityGroupRule } from '@geuse/plugin-api'
import type { IpPermission } from '@aws-sdk/client-ec2'
import { isAlreadyThere } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { changesOf, putBack } from '../../common/changes.js'
import { nameLimits, foreignResource, uniqueName } from '../../common/names.js'
import { dependentActions, dependentsOfGroup } from '../../dependents/find-dependents.js'
import { deleteWhenFree, ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { isOurs, stackFilters, tagSpecification } from '../../common/tags.js'
import { listed } from '../../common/listed.js'
import { allOf } from '../../common/pages.js'
import { required } from '../../common/required.js'

interface SecurityGroup {
  readonly groupId: string
  /** Doors that are open, each as `tcp 443 0.0.0.0/0`, as just seen. */
  readonly open?: readonly string[]
}
interface Props {
  readonly vpcId: string
  readonly purpose: string
  readonly rules: readonly SecurityGroupRule[]
}

/** Security group, found by name and network; missing rules are put back by `sync`. */
export const securityGroup = defineResource<Props, { vpcId: string; name: string }, SecurityGroup, AwsContext>({
  type: 'security-group',
  stage: 'security',
  iam: [
    'ec2:CreateSecurityGroup',
    'ec2:CreateTags',
    'ec2:DescribeManagedPrefixLists',
    'ec2:DescribeSecurityGroups',
    'ec2:AuthorizeSecurityGroupIngress',
    'ec2:RevokeSecurityGroupIngress',
    'ec2:DeleteSecurityGroup',
    ...dependentActions.interfaces,
  ],
  idempotent: 'name',
  identity: ({ vpcId, purpose }, { stack }) => ({ vpcId, name: uniqueName(stack, purpose, nameLimits.group) }),
  find: async (cx, { identity, seen }) => {
    const ec2 = await cx.aws.ec2()
    const byName = {
      Filters: [
        { Name: 'vpc-id', Values: [identity.vpcId] },
        { Name: 'group-name', Values: [identity.name] },
      ],
    }
    const answer = await ifThere(() => ec2.describeSecurityGroups(seen ? { GroupIds: [seen.groupId] } : byName))
    const found = answer?.SecurityGroups?.find(({ Tags }) => isOurs(Tags, cx.stack))
    return found && { groupId: required(found.GroupId, 'GroupId'), open: (found.IpPermissions ?? []).flatMap(rulesOf) }
  },
  create: async (cx, { vpcId, purpose }) => {
    const ec2 = await cx.aws.ec2()
    const name = uniqueName(cx.stack, purpose, nameLimits.group)
    const about = { GroupName: name, Description: `GeuseMaker ${cx.stack.name}: ${purpose}`, VpcId: vpcId }
    const request = { ...about, TagSpecifications: tagSpecification(cx, 'security-group') }
    try {
      const { GroupId } = await retryUntilConsistent(cx, vpcId, () => ec2.createSecurityGroup(request))
      return { groupId: required(GroupId, 'GroupId'), open: [] }
    } catch (error) {
      throw isAlreadyThere(error) ? foreignResource('Security group', name, error) : error
    }
  },
  sync: async (cx, { groupId, open = [] }, { rules }) => {
    const wanted = await permissions(cx, rules)
    const missing = wanted.filter((rule) => !rulesOf(rule).every((one) => open.includes(one)))
    if (missing.length > 0) await authorize(cx, groupId, missing)
    return { groupId }
  },
  drift: async (cx, { open = [] }, { rules = [] }) =>
    (await permissions(cx, rules))
      .flatMap(rulesOf)
      .filter((rule) => !open.includes(rule))
      .map((rule) => putBack('rule', rule)),
  diff: (made, props) => changesOf(made, props, ['rules']),
  update: async (cx, { groupId, open = [] }, { rules }, made) => {
    const earlier = made.flatMap(({ rules: former = [] }) => former)
    const [asked, former] = await Promise.all([permissions(cx, rules), permissions(cx, earlier)])
    const wanted = new Set(asked.flatMap(rulesOf))
    const ours = new Map(former.map((rule) => [key(rule), rule]))
    for (const [one, rule] of ours) if (open.includes(one) && !wanted.has(one)) await revoke(cx, groupId, rule)
    return { groupId, open }
  },
  stable: ['groupId'],
  list: async (cx) => {
    const ec2 = await cx.aws.ec2()
    const pages = ec2.paginateDescribeSecurityGroups({ Filters: stackFilters(cx.stack) })
    const found = await allOf(pages, ({ SecurityGroups }) => SecurityGroups)
    return found.map(({ GroupId, GroupName, VpcId, Tags }) => {
      const groupId = required(GroupId, 'GroupId')
      const identity = { vpcId: required(VpcId, 'VpcId'), name: required(GroupName, 'GroupName') }
      return listed(groupId, Tags, { identity, observed: { groupId } })
    })
  },
  destroy: async (cx, { observed: { groupId } }) => {
    const ec2 = await cx.aws.ec2()
    await deleteWhenFree(
      cx,
      groupId,
      () => ec2.deleteSecurityGroup({ GroupId: groupId }),
      () => dependentsOfGroup(cx, groupId),
    )
  },
  seconds: { create: 3, destroy: 40 },
  label: ({ groupId }) => groupId,
})

async function authorize(cx: AwsContext, groupId: string, rules: IpPermission[]): Promise<void> {
  const ec2 = await cx.aws.ec2()
  try {
    await retryUntilConsistent(cx, groupId, () =>
      ec2.authorizeSecurityGroupIngress({ GroupId: groupId, IpPermissions: rules }),
    )
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
    if (rules.length > 1) for (const rule of rules) await authorize(cx, groupId, [rule])
  }
}

/** Only rules that we have made ourselves are ever taken away. */
async function revoke(cx: AwsContext, groupId: string, rule: IpPermission): Promise<void> {
  const ec2 = await cx.aws.ec2()
  await ifThere(() => ec2.revokeSecurityGroupIngress({ GroupId: groupId, IpPermissions: [rule] }))
}

/** What tells a rule of ours, which has one source, from others. */
function key(rule: IpPermission): string {
  return rulesOf(rule).join()
}

function permissions(cx: AwsContext, rules: readonly SecurityGroupRule[]): Promise<IpPermission[]> {
  return Promise.all(
    rules.map(async ({ port, protocol, from, description: Description }) => ({
      IpProtocol: protocol,
      FromPort: port,
      ToPort: port,
      ...(await source(cx, from, Description)),
    })),
  )
}

async function source(cx: AwsContext, from: SecurityGroupRule['from'], Description: string): Promise<IpPermission> {
  if ('cidr' in from) return { IpRanges: [{ CidrIp: from.cidr, Description }] }
  if ('groupId' in from) return { UserIdGroupPairs: [{ GroupId: from.groupId, Description }] }
  return { PrefixListIds: [{ PrefixListId: await managedList(cx, from.managedList), Description }] }
}

/** Each region has an id of its own for a list. */
async function managedList(cx: AwsContext, name: string): Promise<string> {
  const ec2 = await cx.aws.ec2()
  const Filters = [{ Name: 'prefix-list-name', Values: [name] }]
  const { PrefixLists } = await ec2.describeManagedPrefixLists({ Filters })
  return required(PrefixLists?.[0]?.PrefixListId, name)
}

function rulesOf({ IpProtocol, FromPort, ToPort, ...from }: IpPermission): string[] {
  const { IpRanges = [], UserIdGroupPairs = [], PrefixListIds = [] } = from
  const ports = FromPort === ToPort ? `${FromPort}` : `${FromPort}-${ToPort}`
  const sources = [
    ...IpRanges.map(({ CidrIp }) => CidrIp),
    ...UserIdGroupPairs.map(({ GroupId }) => GroupId),
    ...PrefixListIds.map(({ PrefixListId }) => PrefixListId),
  ]
  return sources.map((one) => `${IpProtocol} ${ports} ${one}`)
}
