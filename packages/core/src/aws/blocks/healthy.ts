// The end of every deploy: boot watched, then health and the public URL asked.
import type { Blocks, Graph, HealthyInput, Node, Target } from '@geuse/plugin-api'
import { boot, healthy as healthyCheck } from '../resources/index.js'

/** @see resources/checks */
export const healthy: Blocks['healthy'] = (graph, { instance, site, mountTargets, target, way }) => {
  const targeted = targetOf(graph, target)
  const reachable = way ?? graph.derive({}, () => undefined)
  const booted = graph.check('boot', boot, { instance }, ({ instance }) => ({ instanceId: instance.instanceId }))
  return graph.check('healthy', healthyCheck, { booted, site, mountTargets, targeted, reachable }, (outputs) => ({
    instanceId: outputs.booted.instanceId,
    site: outputs.site,
    mountTargets: outputs.mountTargets,
    target: outputs.targeted,
  }))
}

function targetOf(graph: Graph, target: HealthyInput['target']): Node<Target | undefined> {
  return target ?? graph.derive({}, () => undefined)
}
