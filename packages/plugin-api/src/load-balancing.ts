// What stands between the world and an instance that has no open port of its own: a load balancer with its parts.
import type { MakesFrom } from './resource.js'

/** What an application load balancer is made from. */
export interface LoadBalancerProps {
  /** Public ones, in two zones at least. */
  readonly subnetIds: readonly string[]
  readonly groupId: string
  /** Seconds without a byte after which a connection is closed: 1 to 4000. */
  readonly idleSeconds: number
}

/** An application load balancer; its name answers from the moment in which it is made. */
export interface LoadBalancer {
  readonly arn: string
  readonly dnsName: string
  /** Of the zone that alias records to it name. */
  readonly zoneId: string
}

/** What a target group is made from. Only the path of its health check can be changed. */
export interface TargetGroupProps {
  readonly vpcId: string
  readonly port: number
  /** Asked over HTTP; 200 means healthy. */
  readonly healthPath: string
}

/** What a listener is made from. */
export interface ListenerProps {
  readonly loadBalancerArn: string
  readonly port: number
  /** With one, the listener speaks HTTPS. */
  readonly certificateArn?: string
  /** Where requests go: to a target group, or back with the address of the same page over HTTPS. */
  readonly action: { readonly targetGroupArn: string } | 'https'
}

/** An instance among the targets of a target group. */
export interface Target {
  readonly targetGroupArn: string
  readonly instanceId: string
}

/** The resources of load balancing, from props to outputs. */
export interface LoadBalancingResources {
  readonly loadBalancer: MakesFrom<LoadBalancerProps, LoadBalancer>
  readonly targetGroup: MakesFrom<TargetGroupProps, { arn: string }>
  readonly listener: MakesFrom<ListenerProps, { arn: string }>
  readonly target: MakesFrom<Target, Target>
}
