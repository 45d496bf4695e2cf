// The machine, what it is launched from and what it may do.
import type { Blocks, ComputeInput } from '@geuse/plugin-api'
import { stock } from '../stock/index.js'

/** Profile, launch template, machine; the machine boots while mount targets still come up. */
export const compute: Blocks['compute'] = (graph, input) => {
  const { facts, net, fs, groupId, secrets, site, address, stack, market } = input
  const profile = graph.add('instance-profile', stock.instanceProfile, { fs }, ({ fs }) => ({
    fileSystemArn: fs.arn,
    parameterPath: stack.parameterPath,
  }))
  const reached = address ? { address } : {}
  const template = graph.add('launch-template', stock.launchTemplate, { fs, groupId, profile, site, ...reached }, (outputs) => ({
    ...from(input),
    groupId: outputs.groupId,
    profileArn: outputs.profile.profileArn,
    userData: stack.userData({ site: outputs.site, fileSystemId: outputs.fs.fileSystemId, ...(address ? { address: outputs.address!.ip } : {}) }),
  }))
  return graph.add('machine', stock.machine, { net, template, secrets, ...reached }, (outputs) => ({
    templateId: outputs.template.templateId,
    version: outputs.template.version,
    types: facts.machineTypes.map(({ type }) => type),
    subnets: outputs.net.subnets,
    market,
    ...(address ? { allocationId: outputs.address!.allocationId } : {}),
  }))
}

function from({ facts, stack }: ComputeInput) {
  const { image, keyPair } = facts
  const diskGiB = Math.max(stack.diskGiB, image.minimumGiB)
  return { imageId: image.id, rootDevice: image.rootDevice, diskGiB, ...(keyPair === undefined ? {} : { keyPair }) }
}
