// A network to stand in: a public subnet in each of the stack's zones, made or adopted.
import type { Blocks, Graph, Network, NetworkNodes, Node } from '@geuse/plugin-api'
import { resources } from '../resources/index.js'

/** Private addresses that homes and other networks seldom use. */
const cidr = '10.42.0.0/16'

/** @returns 4,096 addresses, another part of the network for each index */
function partOf(index: number) {
  return `10.42.${index * 16}.0/20`
}

/** Adopted as it is, or VPC, gateway and subnets of our own; the network is handed on when there is a way out. */
export const network: Blocks['network'] = (graph, facts) => {
  if (facts.network) return adopted(graph, facts.network)
  const vpc = graph.add('vpc', resources.vpc, {}, () => ({ cidr }))
  const gateway = graph.add('internet-gateway', resources.internetGateway, { vpc }, ({ vpc }) => ({ vpcId: vpc.vpcId }))
  const subnets = facts.zones.map((zone, index) => addSubnet(graph, vpc, zone, index))
  const made = graph.derive(Object.fromEntries(subnets.map((subnet) => [subnet.id, subnet])), (outputs) =>
    Object.values(outputs),
  )
  return {
    vpcId: graph.derive({ vpc }, ({ vpc }) => vpc.vpcId),
    net: graph.derive({ vpc, gateway, made }, ({ vpc, made }): Network => ({ vpcId: vpc.vpcId, cidr, subnets: made })),
  }
}

function adopted(graph: Graph, network: Network): NetworkNodes {
  const net = graph.given('network', network)
  return { vpcId: graph.derive({ net }, ({ net }) => net.vpcId), net }
}

function addSubnet(graph: Graph, vpc: Node<{ vpcId: string }>, zone: string, index: number) {
  return graph.add(`subnet-${index + 1}`, resources.subnet, { vpc }, ({ vpc }) => ({
    vpcId: vpc.vpcId,
    cidr: partOf(index),
    zone,
  }))
}
