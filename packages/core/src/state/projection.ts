// The published fields of a deployment are never written by hand: one pure function computes them from ledger, facts
// and config, so that they cannot disagree with the ledger.
import type { Document, StateInput, Projection, NodeRecord } from './document.js'
import { rowsInUse } from './generations.js'

type Outputs = Readonly<Record<string, unknown>>
const hoursAMonth = 730

/**
 * @param essence a document without its computed fields
 * @returns the whole document
 */
export function project(essence: StateInput): Document {
  return { ...essence, ...computed(essence) }
}

function computed(essence: StateInput): Projection {
  const made = (type: string): Outputs[] => ofType(essence.nodes, type)
  const text = (type: string, field: string): string | null => textOf(made(type)[0]?.[field])
  const adopted = essence.facts.network
  return {
    vpc_id: adopted?.vpcId ?? text('vpc', 'vpcId'),
    subnet_ids:
      adopted?.subnets.map((subnet) => subnet.subnetId) ??
      made('subnet').flatMap((subnet) => textOf(subnet['subnetId']) ?? []),
    efs_id: text('file-system', 'fileSystemId'),
    efs_mount_target_id: text('mount-target', 'mountTargetId'),
    instance_id: text('instance', 'instanceId'),
    public_ip: text('elastic-ip', 'ip'),
    private_ip: text('instance', 'privateIp'),
    keypair_name: essence.facts.keyPair ?? null,
    cost: cost(made('instance')[0]),
  }
}

function ofType(nodes: StateInput['nodes'], type: string): Outputs[] {
  return rowsInUse(nodes)
    .filter(([, row]) => row.type === type)
    .map(([, row]) => outputsOf(row))
}

function outputsOf(row: NodeRecord): Outputs {
  return (row.outputs ?? {}) as Outputs
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function cost(instance: Outputs | undefined): Projection['cost'] {
  const type = textOf(instance?.['type'])
  if (instance === undefined || type === null) return null
  const spot = instance['market'] === 'spot'
  const price = typeof instance['pricePerHour'] === 'number' ? instance['pricePerHour'] : null
  return {
    instance_type: type,
    is_spot: spot,
    spot_price_per_hour: spot ? price : null,
    on_demand_price_per_hour: spot ? null : price,
    efs_gb_month_price: null,
    estimated_monthly_cost: price === null ? null : Math.round(price * hoursAMonth * 100) / 100,
    instance_start_time: textOf(instance['launchedAt']),
    total_runtime_hours: 0,
    estimated_cost_to_date: null,
  }
}
