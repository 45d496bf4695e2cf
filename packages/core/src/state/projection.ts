// The published fields of a deployment are never written by hand: one pure function computes them from ledger, facts
// and config, so that they cannot disagree with the ledger.
import type { Document, StateInput, Projection, NodeRecord } from './document.js'
import { hoursPerMonth } from '../model/cost.js'
import { rowsInUse } from './generations.js'
import { openRuntime, runtimeCost } from './runtime.js'

type Outputs = Readonly<Record<string, unknown>>

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
    cost: cost(essence, made('instance')[0]),
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

function cost(essence: StateInput, instance: Outputs | undefined): Projection['cost'] {
  const type = textOf(instance?.['type'])
  if (instance === undefined || type === null) return null
  const spot = instance['market'] === 'spot'
  const price = numberOf(instance['pricePerHour'])
  return {
    instance_type: type,
    is_spot: spot,
    spot_price_per_hour: spot ? price : null,
    on_demand_price_per_hour: spot ? numberOf(instance['onDemandPerHour']) : price,
    efs_gb_month_price: essence.estimate?.efs_gb_month ?? null,
    estimated_monthly_cost: essence.estimate === null ? null : cents(essence.estimate.per_hour * hoursPerMonth),
    ...spent(essence),
  }
}

type Spent = Pick<
  NonNullable<Projection['cost']>,
  'instance_start_time' | 'total_runtime_hours' | 'estimated_cost_to_date'
>

/** Up to the last write of the document: what instances cost at the prices that they were bought at. */
function spent(essence: StateInput): Spent {
  const open = openRuntime(essence)
  const { hours, usd } = runtimeCost([...essence.runtime, ...(open ? [{ ...open, to: essence.updated_at }] : [])])
  return {
    instance_start_time: open?.from ?? null,
    total_runtime_hours: hours,
    estimated_cost_to_date: usd === null ? null : cents(usd),
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100
}
