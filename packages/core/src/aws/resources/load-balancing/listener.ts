// A port at which a load balancer listens.
import { defineResource, type ListenerProps } from '@geuse/plugin-api'
import type { Action, Certificate, Listener } from '@aws-sdk/client-elastic-load-balancing-v2'
import { isAlreadyThere } from '../../errors/classify.js'
import type { AwsContext, AwsListContext } from '../../common/context.js'
import { changesOf } from '../../common/changes.js'
import { listed } from '../../common/listed.js'
import { foreignResource } from '../../common/names.js'
import { required } from '../../common/required.js'
import { tagsOf } from '../../common/tags.js'
import { ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { listenersOf, ours, ownLoadBalancers } from './own.js'
import { unlessUsedElsewhere } from './group-users.js'

type Identity = Pick<ListenerProps, 'loadBalancerArn' | 'port'>

/** TLS 1.3 and 1.2 with forward secrecy: ELB User Guide, security policies for application load balancers. */
const tlsPolicy = 'ELBSecurityPolicy-TLS13-1-2-2021-06'

/** Listener, found by its load balancer and port, of which there cannot be two. */
export const listener = defineResource<ListenerProps, Identity, { arn: string }, AwsContext>({
  type: 'listener',
  stage: 'network',
  iam: [
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:CreateListener',
    'elasticloadbalancing:DeleteListener',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTags',
    'elasticloadbalancing:DescribeTargetGroups',
    'elasticloadbalancing:ModifyListener',
  ],
  idempotent: 'name',
  identity: ({ loadBalancerArn, port }) => ({ loadBalancerArn, port }),
  find: async (cx, { identity, seen }) => {
    if (seen !== undefined) {
      const elb = await cx.aws.elbv2()
      const found = await ifThere(() => elb.describeListeners({ ListenerArns: [seen.arn] }))
      return found?.Listeners?.length ? seen : undefined
    }
    const there = (await listenersOf(cx, identity.loadBalancerArn)).filter(({ Port }) => Port === identity.port)
    const [own] = await ours(cx, there, arnOf)
    return own && { arn: arnOf(own.thing) }
  },
  create: async (cx, props) => {
    const elb = await cx.aws.elbv2()
    const { loadBalancerArn, port } = props
    const request = { LoadBalancerArn: loadBalancerArn, Port: port, ...spoken(props), Tags: tagsOf(cx) }
    try {
      const { Listeners } = await unlessUsedElsewhere(cx, props.action, () =>
        retryUntilConsistent(cx, loadBalancerArn, () => elb.createListener(request)),
      )
      return { arn: arnOf(required(Listeners?.[0], 'Listeners')) }
    } catch (error) {
      throw isAlreadyThere(error) ? foreignResource('A listener', `at port ${port}`, error) : error
    }
  },
  diff: (made, props) => changesOf(made, props, ['certificateArn', 'action']),
  update: async (cx, observed, props) => {
    const elb = await cx.aws.elbv2()
    const request = { ListenerArn: observed.arn, ...spoken(props) }
    await unlessUsedElsewhere(cx, props.action, () => elb.modifyListener(request))
    return observed
  },
  stable: ['arn'],
  list: async (cx) => (await Promise.all((await ownLoadBalancers(cx)).map(({ thing }) => listedOf(cx, thing)))).flat(),
  destroy: async (cx, { observed: { arn } }) => {
    const elb = await cx.aws.elbv2()
    await ifThere(() => elb.deleteListener({ ListenerArn: arn }))
  },
  seconds: { create: 1, destroy: 1 },
  label: ({ arn }) => arn.split('/').at(-1) ?? arn,
})

async function listedOf(cx: AwsListContext, { LoadBalancerArn }: { readonly LoadBalancerArn?: string | undefined }) {
  const loadBalancerArn = required(LoadBalancerArn, 'LoadBalancerArn')
  const own = await ours(cx, await listenersOf(cx, loadBalancerArn), arnOf)
  return own.map(({ thing, tags }) => {
    const identity = { loadBalancerArn, port: required(thing.Port, 'Port') }
    return listed(arnOf(thing), tags, { identity, observed: { arn: arnOf(thing) } })
  })
}

function arnOf({ ListenerArn }: Listener): string {
  return required(ListenerArn, 'ListenerArn')
}

function spoken({ certificateArn, action }: ListenerProps) {
  const DefaultActions: Action[] = [
    action === 'https'
      ? { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }
      : { Type: 'forward', TargetGroupArn: action.targetGroupArn },
  ]
  if (certificateArn === undefined) return { Protocol: 'HTTP', DefaultActions } as const
  const Certificates: Certificate[] = [{ CertificateArn: certificateArn }]
  return { Protocol: 'HTTPS', SslPolicy: tlsPolicy, Certificates, DefaultActions } as const
}
