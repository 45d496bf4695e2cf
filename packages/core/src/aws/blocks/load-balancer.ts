// A load balancer in front of the primary service, reached by the world or by CloudFront; the instance's only way in.
import type { Blocks, LoadBalancerInput, SecurityGroupRule } from '@geuse/plugin-api'
import { resources } from '../resources/index.js'

/** Where the stack's own reverse proxy listens behind a load balancer. */
const instancePort = 80
/** Seconds by which a load balancer gives a silent connection up before the instance does. */
const headStart = 60
/** Longest idle time-out that a load balancer takes, in seconds: ELB User Guide, load balancer attributes. */
const idleAtMost = 4000

/**
 * The load balancer closes silent connections first: were it the instance, a request could be lost that was just being
 * sent, which the person would see as an error 502.
 */
export const loadBalancer: Blocks['loadBalancer'] = (graph, { stack, vpcId, net, ports, ingress, certificate }) => {
  const group = graph.add('security-group-load-balancer', resources.securityGroup, { vpcId }, ({ vpcId }) => ({
    vpcId,
    purpose: 'load-balancer',
    rules: ports.map((port) => ({ port, protocol: 'tcp', ...sources[ingress] }) as const),
  }))
  const balancer = graph.add('load-balancer', resources.loadBalancer, { net, group }, ({ net, group }) => ({
    subnetIds: net.subnets.map(({ subnetId }) => subnetId),
    groupId: group.groupId,
    idleSeconds: idleSecondsOf(stack),
  }))
  const targetGroup = graph.add('target-group', resources.targetGroup, { vpcId }, ({ vpcId }) => ({
    vpcId,
    port: instancePort,
    healthPath: stack.primary.health,
  }))
  const http = graph.add('listener-http', resources.listener, { balancer, targetGroup }, (made) => ({
    loadBalancerArn: made.balancer.arn,
    port: 80,
    action: certificate === undefined ? { targetGroupArn: made.targetGroup.arn } : ('https' as const),
  }))
  const https =
    certificate &&
    graph.add('listener-https', resources.listener, { balancer, targetGroup, certificate }, (made) => ({
      loadBalancerArn: made.balancer.arn,
      port: 443,
      certificateArn: made.certificate.arn,
      action: { targetGroupArn: made.targetGroup.arn },
    }))
  return {
    groupId: graph.derive({ group }, ({ group }) => group.groupId),
    loadBalancer: balancer,
    targetGroup,
    listening: graph.derive(https === undefined ? { http } : { http, https }, () => undefined),
  }
}

const sources: Readonly<Record<LoadBalancerInput['ingress'], Pick<SecurityGroupRule, 'from' | 'description'>>> = {
  public: { from: { cidr: '0.0.0.0/0' }, description: 'the public URL' },
  /** Counts as 55 of the 60 rules that a security group may have: VPC User Guide, AWS-managed prefix lists. */
  cloudfront: {
    from: { managedList: 'com.amazonaws.global.cloudfront.origin-facing' },
    description: 'CloudFront, whosever distribution',
  },
}

function idleSecondsOf({ primary }: LoadBalancerInput['stack']): number {
  return Math.min(Math.max(1, primary.idleSeconds - headStart), idleAtMost)
}
