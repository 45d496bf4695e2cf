// The load balancer: its DNS name is the stack's public name from the call that makes it, minutes before it answers, so
// nothing waits for it here. What comes after it waits is its end: its network interfaces stay for a while, and hold
// security group, subnets and gateway back.
import { isDeepStrictEqual } from 'node:util'
import { defineResource, GmError, type LoadBalancer, type LoadBalancerProps } from '@geuse/plugin-api'
import type { LoadBalancer as Described } from '@aws-sdk/client-elastic-load-balancing-v2'
import { isAlreadyThere, isProtected } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { applicationLoadBalancer, publicAddress } from '../../common/prices.js'
import { changesOf } from '../../common/changes.js'
import { listed } from '../../common/listed.js'
import { foreignResource, loadBalancerName } from '../../common/names.js'
import { allOf } from '../../common/pages.js'
import { required } from '../../common/required.js'
import { tagsOf } from '../../common/tags.js'
import { ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { waitFor } from '../../wait/wait-for.js'
import { ours, ownLoadBalancers } from './own.js'

const idleKey = 'idle_timeout.timeout_seconds'
/** What AWS sets when nobody said anything: ELB API Reference, LoadBalancerAttribute. */
const usualIdleSeconds = '60'
/** Seconds for the network interfaces of a deleted load balancer to go; minutes are commonly seen. */
const interfacesGoneWithin = 600

/** Application load balancer, found by name. */
export const loadBalancer = defineResource<LoadBalancerProps, { name: string }, LoadBalancer, AwsContext>({
  type: 'load-balancer',
  stage: 'network',
  iam: [
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:CreateLoadBalancer',
    'elasticloadbalancing:DeleteLoadBalancer',
    'elasticloadbalancing:DescribeLoadBalancerAttributes',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeTags',
    'elasticloadbalancing:ModifyLoadBalancerAttributes',
    'elasticloadbalancing:SetSecurityGroups',
    'elasticloadbalancing:SetSubnets',
    'ec2:DescribeNetworkInterfaces',
    'iam:CreateServiceLinkedRole',
  ],
  idempotent: 'name',
  identity: (_props, { stack }) => ({ name: loadBalancerName(stack) }),
  find: async (cx, { identity: { name }, seen }) => {
    const found = await describe(cx, seen ? { LoadBalancerArns: [seen.arn] } : { Names: [name] })
    if (found === undefined || seen !== undefined) return found && outputs(found)
    const [own] = await ours(cx, [found], ({ LoadBalancerArn = '' }) => LoadBalancerArn)
    return own && outputs(own.thing)
  },
  create: async (cx, { subnetIds, groupId }) => {
    const elb = await cx.aws.elbv2()
    const name = loadBalancerName(cx.stack)
    const what = { Name: name, Type: 'application', Scheme: 'internet-facing', IpAddressType: 'ipv4' } as const
    const where = { Subnets: [...subnetIds], SecurityGroups: [groupId] }
    const send = () => elb.createLoadBalancer({ ...what, ...where, Tags: tagsOf(cx) })
    try {
      const { LoadBalancers } = await retryUntilConsistent(cx, `${subnetIds.join(', ')} and ${groupId}`, send)
      return outputs(required(LoadBalancers?.[0], 'LoadBalancers'))
    } catch (error) {
      throw isAlreadyThere(error) ? foreignResource('Load balancer', name, error) : error
    }
  },
  sync: async (cx, observed, { idleSeconds }) => {
    const elb = await cx.aws.elbv2()
    const asked = () => elb.describeLoadBalancerAttributes({ LoadBalancerArn: observed.arn })
    const { Attributes = [] } = await retryUntilConsistent(cx, observed.arn, asked)
    const idle = Attributes.find(({ Key }) => Key === idleKey)?.Value
    if (idle === usualIdleSeconds && idleSeconds !== Number(idle)) await setIdle(cx, observed, idleSeconds)
    return observed
  },
  diff: (made, props) => changesOf(made, props, 'all'),
  update: async (cx, observed, props, made) => {
    const elb = await cx.aws.elbv2()
    const differs = (field: keyof LoadBalancerProps) => made.some((one) => !isDeepStrictEqual(one[field], props[field]))
    const LoadBalancerArn = observed.arn
    if (differs('groupId')) await elb.setSecurityGroups({ LoadBalancerArn, SecurityGroups: [props.groupId] })
    if (differs('subnetIds')) await elb.setSubnets({ LoadBalancerArn, Subnets: [...props.subnetIds] })
    if (differs('idleSeconds')) await setIdle(cx, observed, props.idleSeconds)
    return observed
  },
  stable: ['arn', 'dnsName', 'zoneId'],
  list: async (cx) =>
    (await ownLoadBalancers(cx)).map(({ thing, tags }) => {
      const observed = outputs(thing)
      const identity = { name: required(thing.LoadBalancerName, 'LoadBalancerName') }
      return listed(observed.arn, tags, { identity, observed })
    }),
  destroy: async (cx, { observed: { arn } }) => {
    const elb = await cx.aws.elbv2()
    try {
      await ifThere(() => elb.deleteLoadBalancer({ LoadBalancerArn: arn }))
    } catch (error) {
      throw isProtected(error) ? protectedError(cx, arn, error) : error
    }
    const gone = async () => ((await describe(cx, { LoadBalancerArns: [arn] })) === undefined ? true : undefined)
    await waitFor(cx, `${nameIn(arn)} to be deleted`, gone, { seconds: 300 })
    await withoutInterfaces(cx, arn)
  },
  seconds: { create: 4, destroy: 90 },
  label: ({ dnsName }) => dnsName,
  // It has an address in each subnet. Beside its hours it is billed by connections, bytes and rules:
  // https://aws.amazon.com/elasticloadbalancing/pricing/
  costs: ({ subnetIds = [] }) => [
    { name: 'load balancer', unit: 'hour', quantity: 1, price: applicationLoadBalancer },
    { name: 'public IPv4 address', unit: 'hour', quantity: subnetIds.length, price: publicAddress },
    { name: "the load balancer's capacity units", unit: 'use' },
  ],
})

async function setIdle(cx: AwsContext, { arn }: LoadBalancer, idleSeconds: number): Promise<void> {
  const elb = await cx.aws.elbv2()
  const Attributes = [{ Key: idleKey, Value: String(idleSeconds) }]
  await elb.modifyLoadBalancerAttributes({ LoadBalancerArn: arn, Attributes })
}

async function describe(
  cx: Pick<AwsContext, 'aws'>,
  by: { LoadBalancerArns: string[] } | { Names: string[] },
): Promise<Described | undefined> {
  const elb = await cx.aws.elbv2()
  return (await ifThere(() => elb.describeLoadBalancers(by)))?.LoadBalancers?.[0]
}

/** Each has the load balancer's kind, name and id in its description, as its ARN has at its end. */
async function withoutInterfaces(cx: AwsContext, arn: string): Promise<void> {
  const ec2 = await cx.aws.ec2()
  const Filters = [{ Name: 'description', Values: [`ELB ${nameIn(arn)}`] }]
  const left = async () => {
    const found = await allOf(ec2.paginateDescribeNetworkInterfaces({ Filters }), (page) => page.NetworkInterfaces)
    return found.length === 0 ? true : undefined
  }
  await waitFor(cx, `the network interfaces of ${nameIn(arn)} to go`, left, { seconds: interfacesGoneWithin })
}

function nameIn(arn: string): string {
  return arn.split(':loadbalancer/')[1] ?? arn
}

function protectedError({ stack: { name, region } }: AwsContext, arn: string, cause: unknown): GmError {
  const attributes = '--attributes Key=deletion_protection.enabled,Value=false'
  return new GmError('CONFLICT', `${nameIn(arn)} is protected against deletion, which gm did not do`, {
    hints: [
      `aws elbv2 modify-load-balancer-attributes --load-balancer-arn ${arn} ${attributes} --region ${region}`,
      `gm destroy ${name}`,
    ],
    cause,
  })
}

function outputs({ LoadBalancerArn, DNSName, CanonicalHostedZoneId }: Described): LoadBalancer {
  return {
    arn: required(LoadBalancerArn, 'LoadBalancerArn'),
    dnsName: required(DNSName, 'DNSName').toLowerCase(),
    zoneId: required(CanonicalHostedZoneId, 'CanonicalHostedZoneId'),
  }
}
