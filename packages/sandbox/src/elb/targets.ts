// Targets: instances that run, checked over HTTP through their security groups as a load balancer checks them, and gone
// some moments after they were told to leave.
import type { Context } from '../account/context.js'
import { scheduleAfter } from '../account/schedule-after.js'
import { type Answer, succeeded, xmlAnswer } from '../answer/answer.js'
import { AwsError } from '../answer/aws-error.js'
import { type XmlNode, buildXml, child, leaf, members } from '../answer/xml.js'
import { delaySeconds } from '../clock/delays.js'
import { instanceState } from '../ec2/instance-record.js'
import type { PortAnswer, PortRequest } from '../instances/emulated-instance.js'
import type { Handler, Middleware } from '../operations/operation.js'
import type { Scope } from '../request/call.js'
import { type Params, record, records, text } from '../request/params.js'
import { isOpen } from '../ec2/open-ports.js'
import type { Balancer, TargetRecord } from './balancers.js'
import { usedGroups } from './forwarding.js'

function idsOf(params: Params): string[] {
  return records(record(params, 'Targets'), 'member').flatMap((target) => text(target, 'Id') ?? [])
}

/** A target group, as moto has it. */
async function targetGroup(scope: Scope, cx: Context, arn: string): Promise<XmlNode> {
  const asked = { TargetGroupArns: { member: [arn] } }
  const root = await cx.moto.ask(scope, 'elasticloadbalancing', 'DescribeTargetGroups', asked)
  return members(child(root, 'DescribeTargetGroupsResult'), 'TargetGroups')[0] ?? {}
}

/** RegisterTargets: instances of the account that run. */
export const registersTargets: Middleware = (next) => async (call, cx) => {
  const groupArn = text(call.params, 'TargetGroupArn') ?? ''
  const ids = idsOf(call.params)
  const strange = ids.filter((id) => {
    const known = cx.state.instances.get(id)
    return known === undefined || instanceState(known, cx.clock.now()) !== 'running'
  })
  if (strange.length > 0)
    throw new AwsError(
      'InvalidTarget',
      `The following targets are not in a running state and cannot be registered: '${strange.join("', '")}'`,
    )
  const answer = await next(call, cx)
  if (!succeeded(answer)) return answer
  const port = Number(leaf(await targetGroup(call, cx, groupArn), 'Port'))
  for (const instanceId of ids) cx.state.balancers.register({ groupArn, instanceId, port })
  return answer
}

/** DeregisterTargets: draining for a moment, then gone. One that is not registered is none to complain about. */
export const deregistersTargets: Middleware = (next) => async (call, cx) => {
  const answer = await next(call, cx)
  // moto forgets the target with its instance.
  const isForgotten = answer.body.includes('<Code>InvalidTarget</Code>')
  if (!succeeded(answer) && !isForgotten) return answer
  const ids = idsOf(call.params)
  for (const target of cx.state.balancers.targetsOf(text(call.params, 'TargetGroupArn') ?? '')) {
    if (!ids.includes(target.instanceId) || target.draining) continue
    target.draining = true
    scheduleAfter(cx, ['targetDraining'], async () => cx.state.balancers.left(target))
  }
  return isForgotten ? deregistered : answer
}

const deregistered = elbAnswer('DeregisterTargets', '')

/** What a load balancer finds out about a target. */
interface Verdict {
  readonly state: 'healthy' | 'initial' | 'unhealthy' | 'unused' | 'draining'
  readonly reason?: string
  readonly description?: string
}

/** Looks at a target now: well for the time between two checks is healthy. */
async function check(cx: Context, group: XmlNode, balancer: Balancer, target: TargetRecord): Promise<Verdict> {
  if (target.draining)
    return {
      state: 'draining',
      reason: 'Target.DeregistrationInProgress',
      description: 'Target deregistration is in progress',
    }
  const off = resting(cx, target)
  if (off !== undefined)
    return { state: 'unused', reason: 'Target.InvalidState', description: `Target is in the ${off} state` }
  const answer = await askTarget(cx, balancer, target, {
    path: leaf(group, 'HealthCheckPath') || '/',
    headers: { host: '', 'user-agent': 'ELB-HealthChecker/2.0' },
  })
  const wrong = complaint(answer, leaf(child(group, 'Matcher'), 'HttpCode') || '200')
  if (wrong) {
    target.wellSince = undefined
    return { state: 'unhealthy', ...wrong }
  }
  target.wellSince ??= cx.clock.now()
  return cx.clock.now() - target.wellSince >= delaySeconds('targetCheck') * 1000
    ? { state: 'healthy' }
    : { state: 'initial', reason: 'Elb.InitialHealthChecking', description: 'Initial health checks in progress' }
}

/** @returns the state of an instance that was stopped or has ended; it stays registered for a while */
function resting(cx: Context, { instanceId }: TargetRecord): 'stopped' | 'terminated' | undefined {
  const known = cx.state.instances.get(instanceId)
  const state = known === undefined ? undefined : instanceState(known, cx.clock.now())
  if (state === undefined || state === 'terminated' || state === 'shutting-down') return 'terminated'
  return state === 'stopped' || state === 'stopping' ? 'stopped' : undefined
}

function complaint(
  answer: PortAnswer | 'timeout' | 'refused',
  wanted: string,
): Pick<Verdict, 'reason' | 'description'> | undefined {
  if (answer === 'timeout') return { reason: 'Target.Timeout', description: 'Request timed out' }
  if (answer === 'refused') return { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' }
  if (wanted.split(',').includes(String(answer.status))) return undefined
  return {
    reason: 'Target.ResponseCodeMismatch',
    description: `Health checks failed with these codes: [${answer.status}]`,
  }
}

/** Asks a target as the load balancer does: from its security groups. */
async function askTarget(
  cx: Context,
  { groupIds }: Pick<Balancer, 'groupIds'>,
  { instanceId, port }: TargetRecord,
  asked: PortRequest,
): Promise<PortAnswer | 'timeout' | 'refused'> {
  const known = cx.state.instances.get(instanceId)
  if (known === undefined || known.terminatedAt !== undefined) return 'timeout'
  if (!(await isOpen(cx, known, port, { groupIds }))) return 'timeout'
  return (await known.instance.ask(port, asked)) ?? 'refused'
}

/** DescribeTargetHealth. */
export const describeTargetHealth: Handler = async (call, cx) => {
  const groupArn = text(call.params, 'TargetGroupArn') ?? ''
  const group = await targetGroup(call, cx, groupArn)
  const wanted = idsOf(call.params)
  const targets = cx.state.balancers
    .targetsOf(groupArn)
    .filter(({ instanceId }) => wanted.length === 0 || wanted.includes(instanceId))
  const verdicts = await verdictsOf(call, cx, group, targets)
  const member = targets.map(({ instanceId, port }, index) => {
    const { state, reason, description } = verdicts[index] as Verdict
    return {
      Target: { Id: instanceId, Port: String(port) },
      HealthCheckPort: String(port),
      TargetHealth: {
        State: state,
        ...(reason === undefined ? {} : { Reason: reason }),
        ...(description === undefined ? {} : { Description: description }),
      },
    }
  })
  return elbAnswer('DescribeTargetHealth', { TargetHealthDescriptions: member.length === 0 ? '' : { member } })
}

function elbAnswer(operation: string, result: XmlNode | string): Answer {
  const namespace = 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/'
  return xmlAnswer(buildXml({ [`${operation}Response`]: { '@xmlns': namespace, [`${operation}Result`]: result } }))
}

async function verdictsOf(
  scope: Scope,
  cx: Context,
  group: XmlNode,
  targets: readonly TargetRecord[],
): Promise<readonly Verdict[]> {
  const arn = (await usedGroups(scope, cx)).get(leaf(group, 'TargetGroupArn'))
  const balancer = arn === undefined ? undefined : cx.state.balancers.of(arn)
  if (balancer === undefined) {
    const description = 'Target group is not configured to receive traffic from the load balancer'
    return targets.map(() => ({ state: 'unused', reason: 'Target.NotInUse', description }))
  }
  const verdicts: Verdict[] = []
  for (const target of targets) verdicts.push(await check(cx, group, balancer, target))
  return verdicts
}

/** The targets that get requests: the healthy ones, or all of them when none is. */
export async function takers(
  scope: Scope,
  cx: Context,
  balancer: Balancer,
  groupArn: string,
): Promise<readonly TargetRecord[]> {
  const group = await targetGroup(scope, cx, groupArn)
  const targets = cx.state.balancers.targetsOf(groupArn).filter(({ draining }) => !draining)
  const verdicts = await Promise.all(targets.map((target) => check(cx, group, balancer, target)))
  const healthy = targets.filter((_target, index) => verdicts[index]?.state === 'healthy')
  return healthy.length > 0 ? healthy : targets
}
