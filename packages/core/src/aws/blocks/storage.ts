// The doors: the machine's firewall, the file system's, and a mount target in each zone.
import {
  GmError,
  type Blocks,
  type FirewallRule,
  type Graph,
  type Network,
  type Node,
  type StorageInput,
  type SubnetFacts,
} from '@geuse/plugin-api'
import { stock } from '../resources/index.js'

const nfs = 2049
const world = { cidr: '0.0.0.0/0' }

/** The file system takes connections from the machine's group only; the machine from the world or from a load balancer. */
export const storage: Blocks['storage'] = (graph, input) => {
  const { facts, vpcId, net, fs, ingress } = input
  const from = sourceOf(graph, ingress)
  const inside = graph.add('firewall-machine', stock.firewall, { vpcId, from }, ({ vpcId, from }) => ({
    vpcId,
    purpose: 'machine',
    rules: machineRules(input, from),
  }))
  const files = graph.add('firewall-files', stock.firewall, { vpcId, inside }, ({ vpcId, inside }) => ({
    vpcId,
    purpose: 'files',
    rules: [filesRule(inside.groupId)],
  }))
  const count = facts.network?.subnets.length ?? facts.zones.length
  const targets = Array.from({ length: count }, (_none, index) =>
    graph.add(`mount-target-${index + 1}`, stock.mountTarget, { net, fs, files }, ({ net, fs, files }) => ({
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

function sourceOf(graph: Graph, ingress: StorageInput['ingress']): Node<FirewallRule['from']> {
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

function filesRule(groupId: string): FirewallRule {
  return { port: nfs, protocol: 'tcp', from: { groupId }, description: 'files, from the machine' }
}

function machineRules({ ports }: StorageInput, from: FirewallRule['from']): FirewallRule[] {
  return ports.map((port) => ({ port, protocol: 'tcp', from, description: 'the public URL' }))
}
