// Instances as the account's clock has them: moto's states, filters on states and client tokens, and who ended what,
// put right.
import type { Context } from '../account/context.js'
import { type Answer, succeeded, xmlAnswer } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { type XmlNode, buildXml, items, leaf, listOf, parseXml, rootOf } from '../answer/xml.js'
import { delaySeconds } from '../clock/delays.js'
import type { Middleware } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { type Params, records, text, texts } from '../request/params.js'
import { groupSet } from './instance-groups.js'
import { type InstanceRecord, type InstanceState, stateCodes, instanceState } from './instance-record.js'

const simulatedFilters = [
  'instance-state-name',
  'instance-state-code',
  'client-token',
  'instance-lifecycle',
  'instance-type',
  'instance-status.status',
  'system-status.status',
] as const

function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )
}

function fieldOf(
  record: InstanceRecord,
  state: InstanceState,
  now: number,
): Record<(typeof simulatedFilters)[number], string> {
  const status = now > record.launchedAt + delaySeconds('instanceStatusOk') * 1000 ? 'ok' : 'initializing'
  return {
    'instance-state-name': state,
    'instance-state-code': String(stateCodes[state]),
    'client-token': record.clientToken ?? '',
    'instance-lifecycle': record.market === 'spot' ? 'spot' : '',
    'instance-type': record.type,
    'instance-status.status': status,
    'system-status.status': status,
  }
}

interface Split {
  readonly theirs: Params
  readonly ours: readonly Params[]
}

function isOurs(filter: Params): boolean {
  return (simulatedFilters as readonly string[]).includes(text(filter, 'Name') ?? '')
}

function split(params: Params): Split {
  const filters = records(params, 'Filter')
  const { Filter: _all, ...rest } = params
  const theirs = filters.filter((filter) => !isOurs(filter))
  return { theirs: theirs.length > 0 ? { ...rest, Filter: theirs } : rest, ours: filters.filter(isOurs) }
}

function passes(record: InstanceRecord, state: InstanceState, now: number, filters: readonly Params[]): boolean {
  return filters.every((filter) => {
    const value = fieldOf(record, state, now)[text(filter, 'Name') as (typeof simulatedFilters)[number]]
    return texts(filter, 'Value').some((pattern) => wildcard(pattern).test(value))
  })
}

/** One instance as EC2 would show it now; none if it is not shown. */
function shown(instance: XmlNode, cx: Context, filters: readonly Params[]): XmlNode[] {
  const record = cx.state.instances.get(leaf(instance, 'instanceId'))
  const state = record && instanceState(record, cx.clock.now())
  if (!record || !state || !passes(record, state, cx.clock.now(), filters)) return []
  const ended =
    record.reason === undefined
      ? {}
      : {
          stateReason: { ...record.reason },
          reason: `${record.reason.message} (${new Date(record.terminatedAt ?? 0).toISOString()})`,
        }
  const { stateReason: _reason, reason: _text, ...rest } = instance
  return [
    {
      ...rest,
      ...ended,
      groupSet: groupSet(instance),
      instanceState: { code: String(stateCodes[state]), name: state },
      clientToken: record.clientToken ?? '',
      ...withoutAddress(state),
    },
  ]
}

function withoutAddress(state: InstanceState): XmlNode {
  return state === 'terminated' ? { networkInterfaceSet: '', ipAddress: undefined, dnsName: '' } : {}
}

function rewrite(answer: Answer, cx: Context, filters: readonly Params[]): Answer {
  const document = parseXml(answer.body)
  const root = rootOf(document)
  const reservations = items(root, 'reservationSet').flatMap((reservation) => {
    const instances = items(reservation, 'instancesSet').flatMap((instance) => shown(instance, cx, filters))
    return instances.length > 0 ? [{ ...reservation, instancesSet: listOf(instances) }] : []
  })
  root['reservationSet'] = listOf(reservations)
  return xmlAnswer(buildXml(document))
}

function forwardRest(call: Call, cx: Context, theirs: Params): Promise<Answer> {
  return cx.moto.forwardForm(call, theirs)
}

/** Refuses an instance that was terminated so long ago that EC2 has forgotten it; moto never does. */
function refuseForgotten(call: Call, cx: Context): void {
  const forgotten = texts(call.params, 'InstanceId').find((id) => {
    const record = cx.state.instances.get(id)
    return record && instanceState(record, cx.clock.now()) === undefined
  })
  if (forgotten !== undefined)
    throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${forgotten}' does not exist`)
}

/** DescribeInstances on the account's clock. */
export const instancesOnClock: Middleware = () => async (call, cx) => {
  refuseForgotten(call, cx)
  const { theirs, ours } = split(call.params)
  const answer = await forwardRest(call, cx, theirs)
  return succeeded(answer) ? rewrite(answer, cx, ours) : answer
}

function statusNode(status: string): XmlNode {
  return {
    status,
    details: listOf([{ name: 'reachability', status: status === 'ok' ? 'passed' : 'initializing' }]),
  }
}

function statusItem(record: InstanceRecord, state: InstanceState, now: number): XmlNode {
  const status = state === 'running' ? fieldOf(record, state, now)['instance-status.status'] : 'not-applicable'
  return {
    instanceId: record.id,
    availabilityZone: record.instance.zone,
    instanceState: { code: String(stateCodes[state]), name: state },
    systemStatus: statusNode(status),
    instanceStatus: statusNode(status),
  }
}

/** DescribeInstanceStatus on the account's clock: only running instances, unless all are asked for. */
export const statusOnClock: Middleware = () => async (call, cx) => {
  const { theirs, ours } = split(call.params)
  const answer = await forwardRest(call, cx, { ...theirs, IncludeAllInstances: 'true' })
  if (!succeeded(answer)) return answer
  const document = parseXml(answer.body)
  const root = rootOf(document)
  const now = cx.clock.now()
  const all = text(call.params, 'IncludeAllInstances') === 'true'
  root['instanceStatusSet'] = listOf(
    items(root, 'instanceStatusSet').flatMap((item) => {
      const record = cx.state.instances.get(leaf(item, 'instanceId'))
      const state = record && instanceState(record, now)
      return record && state && (all || state === 'running') && passes(record, state, now, ours)
        ? [statusItem(record, state, now)]
        : []
    }),
  )
  return xmlAnswer(buildXml(document))
}
