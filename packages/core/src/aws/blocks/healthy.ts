// The end of every deploy: boot watched, then health and the public URL asked.
import type { Blocks } from '@geuse/plugin-api'
import { boot, healthy as healthyCheck } from '../resources/index.js'

/** @see resources/checks */
export const healthy: Blocks['healthy'] = (graph, { instance, site, mountTargets }) => {
  const booted = graph.check('boot', boot, { instance }, ({ instance }) => ({ instanceId: instance.instanceId }))
  return graph.check('healthy', healthyCheck, { booted, site, mountTargets }, ({ booted, site, mountTargets }) => ({
    instanceId: booted.instanceId,
    site,
    mountTargets,
  }))
}
