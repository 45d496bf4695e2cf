// CreateFleet of type `instant`: the pools are tried cheapest first, and what they refuse is told beside what they
// gave.
import { randomUUID } from 'node:crypto'
import type { Context } from '../account/context.js'
import type { Answer } from '../answer/answer.js'
import { AwsError, notEmulated } from '../answer/aws-error.js'
import { items, leaf, parseXml, rootOf } from '../answer/xml.js'
import type { Handler } from '../operations/operation.js'
import { spotPrice, onDemandPrice } from '../prices/price-list.js'
import type { Call } from '../request/call.js'
import { type Params, record, records, text } from '../request/params.js'
import { ec2Reply } from './ec2-answer.js'
import {
  type Fleet,
  type FleetError,
  type FleetInstance,
  type Pool,
  fleetErrorSet,
  fleetInstanceSet,
} from './fleet-records.js'
import type { Market } from './instance-record.js'
import { launch, overTemplate } from './launch.js'
import { zoneOfSubnet } from './subnet-zone.js'

interface Candidate {
  readonly pool: Pool
  readonly data: Params
  readonly price: number
  readonly priority: number
}

function plain(params: Params): Record<string, string> {
  return Object.fromEntries(
    Object.keys(params).flatMap((name) => {
      const value = text(params, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Finds the zone of a pool; pools of one subnet ask once. */
function zoneFinder(call: Call, cx: Context): (pool: Pool) => Promise<string> {
  const any = `${call.region}a`
  const found = new Map<string, Promise<string>>()
  return async ({ override: { AvailabilityZone: zone, SubnetId: subnet } }) => {
    if (zone !== undefined || subnet === undefined) return zone ?? any
    const asked = found.get(subnet) ?? zoneOfSubnet(call, cx, subnet).catch(() => any)
    found.set(subnet, asked)
    return asked
  }
}

function priced(pool: Pool, data: Params, zone: string, market: Market): Candidate {
  const type = pool.override['InstanceType'] ?? text(data, 'InstanceType') ?? ''
  const price = market === 'spot' ? spotPrice(type, zone) : onDemandPrice(type)
  return { pool, data, price: price ?? Infinity, priority: Number(pool.override['Priority'] ?? Infinity) }
}

async function candidates(call: Call, cx: Context, market: Market): Promise<Candidate[]> {
  const pools = records(call.params, 'LaunchTemplateConfigs').flatMap((config) => {
    const { id, version, data } = cx.state.templates.read(call, record(config, 'LaunchTemplateSpecification'))
    const overrides = records(config, 'Overrides')
    return (overrides.length > 0 ? overrides : [{}]).map((override) => ({
      data,
      pool: { templateId: id, version, override: plain(override) },
    }))
  })
  const zoneOf = zoneFinder(call, cx)
  const found = await Promise.all(pools.map(async ({ pool, data }) => priced(pool, data, await zoneOf(pool), market)))
  const byPriority =
    text(record(call.params, market === 'spot' ? 'SpotOptions' : 'OnDemandOptions'), 'AllocationStrategy')?.includes(
      'prioritized',
    ) === true
  return found.sort((a, b) => (byPriority ? a.priority - b.priority : 0) || a.price - b.price)
}

function launchParams(call: Call, { pool, data }: Candidate, fleetId: string): Params {
  const {
    Priority: _priority,
    WeightedCapacity: _weight,
    MaxPrice: _price,
    AvailabilityZone: zone,
    ...override
  } = pool.override
  const placement: Params = zone === undefined ? {} : { Placement: { AvailabilityZone: zone } }
  const ofInstance = records(call.params, 'TagSpecification').filter((each) => text(each, 'ResourceType') !== 'fleet')
  const fleetTag = { ResourceType: 'instance', Tag: [{ Key: 'aws:ec2:fleet-id', Value: fleetId }] }
  const reference = { LaunchTemplateId: pool.templateId, Version: String(pool.version) }
  return {
    ...overTemplate(data, { ...override, ...placement, TagSpecification: [...ofInstance, fleetTag] }),
    LaunchTemplate: reference,
  }
}

interface Outcome {
  readonly instances: FleetInstance[]
  readonly errors: FleetError[]
}

/** One request, at one moment. */
interface Asked {
  readonly fleetId: string
  readonly askedAt: number
}

async function tryPool(call: Call, cx: Context, candidate: Candidate, market: Market, asked: Asked): Promise<Outcome> {
  const { pool } = candidate
  const refused = (code: string, message: string): Outcome => ({
    instances: [],
    errors: [{ code, message, market, pool }],
  })
  try {
    const answer = await launch(call, cx, launchParams(call, candidate, asked.fleetId), { market, ...asked })
    const root = rootOf(parseXml(answer.body))
    const instances = items(root, 'instancesSet').map((each) => ({
      id: leaf(each, 'instanceId'),
      type: leaf(each, 'instanceType'),
      market,
      pool,
    }))
    if (instances.length > 0) return { instances, errors: [] }
    const [code, message] = [/<Code>([^<]*)</.exec(answer.body)?.[1], /<Message>([^<]*)</.exec(answer.body)?.[1]]
    return refused(code ?? 'InternalError', message ?? 'The launch failed.')
  } catch (error) {
    if (error instanceof AwsError) return refused(error.code, error.message)
    throw error
  }
}

async function fulfil(call: Call, cx: Context, market: Market, wanted: number, asked: Asked): Promise<Outcome> {
  const outcome: Outcome = { instances: [], errors: [] }
  for (const candidate of await candidates(call, cx, market)) {
    while (outcome.instances.length < wanted) {
      const { instances, errors } = await tryPool(call, cx, candidate, market, asked)
      outcome.instances.push(...instances)
      outcome.errors.push(...errors)
      if (instances.length === 0) break
    }
  }
  return outcome
}

function demands(params: Params): { market: Market; wanted: number }[] {
  const target = record(params, 'TargetCapacitySpecification')
  const [total, spot, onDemand] = ['TotalTargetCapacity', 'SpotTargetCapacity', 'OnDemandTargetCapacity'].map((name) =>
    Number(text(target, name) ?? 0),
  )
  const rest = Math.max(0, (total ?? 0) - (spot ?? 0) - (onDemand ?? 0))
  const spotRest = text(target, 'DefaultTargetCapacityType') === 'spot' ? rest : 0
  const wants: { market: Market; wanted: number }[] = [
    { market: 'on-demand', wanted: (onDemand ?? 0) + rest - spotRest },
    { market: 'spot', wanted: (spot ?? 0) + spotRest },
  ]
  return wants.filter(({ wanted }) => wanted > 0)
}

function fleetTags(params: Params): Record<string, string> {
  return Object.fromEntries(
    records(params, 'TagSpecification')
      .filter((each) => text(each, 'ResourceType') === 'fleet')
      .flatMap((each) => records(each, 'Tag').map((tag) => [text(tag, 'Key') ?? '', text(tag, 'Value') ?? ''])),
  )
}

function answerOf(fleet: Fleet): Answer {
  return ec2Reply('CreateFleet', {
    fleetId: fleet.id,
    errorSet: fleetErrorSet(fleet),
    fleetInstanceSet: fleetInstanceSet(fleet),
  })
}

/** CreateFleet. */
export const createFleet: Handler = async (call, cx) => {
  if (text(call.params, 'Type') !== 'instant') throw notEmulated('fleets of another type than instant')
  const id = `fleet-${randomUUID()}`
  const asked = { fleetId: id, askedAt: cx.clock.now() }
  const outcomes: Outcome[] = []
  for (const { market, wanted } of demands(call.params)) outcomes.push(await fulfil(call, cx, market, wanted, asked))
  const fleet: Fleet = {
    id,
    account: call.account,
    region: call.region,
    clientToken: text(call.params, 'ClientToken'),
    createdAt: new Date(cx.clock.now()).toISOString(),
    capacity: demands(call.params).reduce((sum, { wanted }) => sum + wanted, 0),
    tags: fleetTags(call.params),
    state: 'active',
    instances: outcomes.flatMap(({ instances }) => instances),
    errors: outcomes.flatMap(({ errors }) => errors),
  }
  cx.state.fleets.set(id, fleet)
  return answerOf(fleet)
}
