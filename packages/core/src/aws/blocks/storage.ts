// Security groups of the instance and of the file system, and a mount target in each zone.
import {
  GmError,
  type Blocks,
  type SecurityGroupRule,
  type Graph,
  type Network,
  type Node,
  type StorageInput,
  type SubnetFacts,
} from '@geuse/plugin-api'
import { resources } from '../resources/index.js'

const nfs = 2049
const world = { cidr: '0.0.0.0/0' }

/**
 * The file system takes connections from the instance's group only; the instance from the world or from a load
 * balancer.
 */
export const storage: Blocks['storage'] = (graph, input) => {
  const { facts, vpcId, net, fs, ingress } = input
  const from = sourceOf(graph, ingress)
  const inside = graph.add('security-group-instance', resources.securityGroup, { vpcId, from }, ({ vpcId, from }) => ({
    vpcId,
    purpose: 'instance',
    rules: instanceRules(input, from),
  }))
  const files = graph.add('security-group-files', resources.securityGroup, { vpcId, inside }, ({ vpcId, inside }) => ({
    vpcId,
    purpose: 'files',
    rules: [filesRule(inside.groupId)],
  }))
  const count = facts.network?.subnets.length ?? facts.zones.length
  const targets = Array.from({ length: count }, (_none, index) =>
    graph.add(`mount-target-${index + 1}`, resources.mountTarget, { net, fs, files }, ({ net, fs, files }) => ({
      fileSystemId: fs.fileSystemId,
      subnetId: subnetOf(net, index).subnetId,
      groupId: files.groupId,
    })),
  )
  return {
    groupId: graph.derive({ inside }, ({ inside }) => inside.groupId),
    mountTargets: graph.derive(
      { fs, made: graph.derive(byId(targets), (outputs) => Object.values(outputs)) },
      ({ fs, made }) => ({
        fileSystemId: fs.fileSystemId,
        ids: made.map(({ mountTargetId }) => mountTargetId),
      }),
    ),
  }
}

function sourceOf(graph: Graph, ingress: StorageInput['ingress']): Node<SecurityGroupRule['from']> {
  return ingress === 'public'
    ? graph.derive({}, () => world)
    : graph.derive({ group: ingress.groupId }, ({ group }) => ({ groupId: group }))
}

function subnetOf({ subnets }: Network, index: number): SubnetFacts {
  const subnet = subnets[index]
  if (subnet === undefined)
    throw new GmError('BUG', `the network has ${subnets.length} subnets, and not one more for a mount target`)
  return subnet
}

function byId<T>(nodes: readonly Node<T>[]): Readonly<Record<string, Node<T>>> {
  return Object.fromEntries(nodes.map((node) => [node.id, node]))
}

function filesRule(groupId: string): SecurityGroupRule {
  return { port: nfs, protocol: 'tcp', from: { groupId }, description: 'files, from the instance' }
}

function instanceRules({ ports }: StorageInput, from: SecurityGroupRule['from']): SecurityGroupRule[] {
  return ports.map((port) => ({ port, protocol: 'tcp', from, description: 'the public URL' }))
}
