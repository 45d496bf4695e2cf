// An instance behind a load balancer.
import type { Blocks } from '@geuse/plugin-api'
import { resources } from '../resources/index.js'

/** Registered as soon as the instance runs. */
export const target: Blocks['target'] = (graph, { targetGroup, instance }) =>
  graph.add('target', resources.target, { targetGroup, instance }, (made) => ({
    targetGroupArn: made.targetGroup.arn,
    instanceId: made.instance.instanceId,
  }))
