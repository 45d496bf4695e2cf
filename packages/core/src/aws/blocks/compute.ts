// The instance, what it is launched from and what it may do.
import type { Blocks, ComputeInput, Graph, Node } from '@geuse/plugin-api'
import { resources } from '../resources/index.js'

/** Profile, launch template, instance; the instance boots while mount targets still come up. */
export const compute: Blocks['compute'] = (graph, input) => {
  const { facts, net, fs, groupId, secrets, site, address, stack, market } = input
  const profile = graph.add('instance-profile', resources.instanceProfile, { fs }, ({ fs }) => ({
    fileSystemArn: fs.arn,
    parameterPath: stack.parameterPath,
  }))
  const reached = reachedAt(graph, address)
  // A plan's stand-ins for ids and addresses are objects that read as text.
  const where = graph.derive({ fs, site, reached }, ({ fs, site, reached }) => ({
    site,
    fileSystemId: String(fs.fileSystemId),
    ...(reached === undefined ? {} : { address: String(reached.ip) }),
  }))
  const bundle = graph.add('bundle', resources.bundle, { where }, ({ where }) => stack.packedBundle(where))
  const template = graph.add('launch-template', resources.launchTemplate, { groupId, where }, ({ groupId, where }) => ({
    ...from(input),
    groupId,
    userData: stack.userData(where),
  }))
  return graph.add(
    'instance',
    resources.instance,
    { net, groupId, where, template, bundle, secrets, profile, reached },
    ({ net, groupId, where, template, reached }) => ({
      ...from(input),
      groupId,
      templateId: template.templateId,
      version: template.version,
      digest: stack.packedBundle(where).sha256,
      types: facts.instanceTypes.map(({ type }) => type),
      subnets: net.subnets,
      market,
      ...(reached === undefined ? {} : { allocationId: reached.allocationId }),
    }),
  )
}

type Reached = { readonly allocationId: string; readonly ip: string } | undefined

/** An instance behind a load balancer has no address of its own. */
function reachedAt(graph: Graph, address: ComputeInput['address']): Node<Reached> {
  return address === undefined
    ? graph.derive({}, (): Reached => undefined)
    : graph.derive({ address }, ({ address }): Reached => address)
}

/** What cannot be had otherwise of an instance that stands. */
function from({ facts: { image, keyPair }, stack }: ComputeInput) {
  const diskGiB = Math.max(stack.diskGiB, image.minimumGiB)
  return { imageId: image.id, rootDevice: image.rootDevice, diskGiB, ...(keyPair === undefined ? {} : { keyPair }) }
}
