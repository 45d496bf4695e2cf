// The end of every deploy: boot watched, then health and the public URL asked.
import type { Blocks } from '@geuse/plugin-api'
import { boot, healthy as healthyCheck } from '../resources/index.js'

/** @see stock/boot, stock/healthy */
export const healthy: Blocks['healthy'] = (graph, { machine, site, mountTargets }) => {
  const booted = graph.check('boot', boot, { machine }, ({ machine }) => ({ instanceId: machine.instanceId }))
  return graph.check('healthy', healthyCheck, { booted, site, mountTargets }, ({ booted, site, mountTargets }) => ({
    instanceId: booted.instanceId,
    site,
    mountTargets,
  }))
}
