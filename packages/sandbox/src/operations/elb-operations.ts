// Elastic Load Balancing: load balancers, target groups, listeners.
import { changesGroups, createsLoadBalancer, deletesLoadBalancer, loadBalancersOnClock } from '../elb/load-balancers.js'
import { attributesWithDefaults, sameListener, sameTargetGroup } from '../elb/defaults.js'
import { groupsWithBalancer, ofOneBalancer } from '../elb/forwarding.js'
import { deregistersTargets, describeTargetHealth, registersTargets } from '../elb/targets.js'
import { type Operation, forwarded, native, patched } from './operation.js'

const oneBalancer = 'TargetGroupAssociationLimit where another load balancer uses the target group'

/** The operations of Elastic Load Balancing, version 2. */
export const elbOperations: readonly Operation[] = [
  ...forwarded('elbv2', [
    'AddTags',
    'DeleteListener',
    'DeleteRule',
    'DescribeListeners',
    'DescribeRules',
    'DescribeTags',
    'DescribeTargetGroupAttributes',
    'ModifyLoadBalancerAttributes',
    'ModifyTargetGroup',
    'ModifyTargetGroupAttributes',
    'RemoveTags',
    'SetSubnets',
  ]),
  patched(
    'elbv2',
    'CreateLoadBalancer',
    'two zones or ValidationError; a gateway or InvalidSubnet; the same name and settings are the same load balancer, other settings DuplicateLoadBalancerName; 50 a region; provisioning at first; a network interface in each subnet',
    [createsLoadBalancer],
  ),
  patched('elbv2', 'DescribeLoadBalancerAttributes', 'those too that have their usual value', [attributesWithDefaults]),
  patched(
    'elbv2',
    'CreateTargetGroup',
    'the same name and settings are the same target group, other settings DuplicateTargetGroupName',
    [sameTargetGroup],
  ),
  patched(
    'elbv2',
    'CreateListener',
    `the same port and protocol are the same listener, another protocol DuplicateListener; ${oneBalancer}`,
    [sameListener, ofOneBalancer],
  ),
  patched('elbv2', 'ModifyListener', oneBalancer, [ofOneBalancer]),
  patched('elbv2', 'CreateRule', oneBalancer, [ofOneBalancer]),
  patched('elbv2', 'ModifyRule', oneBalancer, [ofOneBalancer]),
  patched('elbv2', 'DescribeTargetGroups', 'with the load balancer that uses it now', [groupsWithBalancer]),
  patched('elbv2', 'DeleteTargetGroup', 'ResourceInUse while a listener or a rule forwards there', []),
  patched('elbv2', 'DescribeLoadBalancers', 'states follow the clock', [loadBalancersOnClock]),
  patched('elbv2', 'SetSecurityGroups', 'counts for what reaches the targets', [changesGroups]),
  patched(
    'elbv2',
    'DeleteLoadBalancer',
    'OperationNotPermitted while it is protected; its network interfaces stay for a minute and hold group, subnets and gateway back',
    [deletesLoadBalancer],
  ),
  patched('elbv2', 'RegisterTargets', 'InvalidTarget unless the instance is running', [registersTargets]),
  patched('elbv2', 'DeregisterTargets', 'draining for a moment, then gone', [deregistersTargets]),
  native(
    'elbv2',
    'DescribeTargetHealth',
    'checks the instance over HTTP, through its security groups, from those of the load balancer; unused without a listener',
    describeTargetHealth,
  ),
]
