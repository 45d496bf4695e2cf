// What becomes of a burstable instance whose CPU credits are spent: T3, T3a and T4g are launched as `unlimited`, T2 as
// `standard`, and either can be changed while the instance runs.
import type { Context } from '../account/context.js'
import { AwsError } from '../answer/aws-error.js'
import { items, leaf, listOf, type XmlNode } from '../answer/xml.js'
import type { Handler } from '../operations/operation.js'
import type { Call } from '../request/call.js'
import { records, text, texts } from '../request/params.js'
import { ec2Reply } from './ec2-answer.js'
import { type InstanceRecord, instanceState } from './instance-record.js'

function recordOf(call: Call, cx: Context, id: string): InstanceRecord {
  const record = cx.state.instances.get(id)
  if (record?.account === call.account && record.region === call.region) return record
  throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
}

async function typeOf(call: Call, cx: Context, id: string): Promise<string> {
  const answer = await cx.moto.ask(call, 'ec2', 'DescribeInstances', { InstanceId: [id] })
  const instances = items(answer, 'reservationSet').flatMap((reservation) => items(reservation, 'instancesSet'))
  return leaf(instances[0] ?? {}, 'instanceType')
}

/** EC2 says `standard` of types without credits, too. */
function atLaunch(type: string): string {
  return /^t[3-9]/.test(type) ? 'unlimited' : 'standard'
}

function refusal(record: InstanceRecord, type: string, now: number): { code: string; message: string } | undefined {
  if (!/^t\d/.test(type))
    return { code: 'InstanceCreditSpecification.NotSupported', message: `${type} does not support CPU credits.` }
  return instanceState(record, now) === 'running'
    ? undefined
    : { code: 'IncorrectInstanceState', message: `The instance '${record.id}' is not running.` }
}

/** ModifyInstanceCreditSpecification: each instance is changed or refused by itself. */
export const modifyCredits: Handler = async (call, cx) => {
  const changed: XmlNode[] = []
  const refused: XmlNode[] = []
  for (const asked of records(call.params, 'InstanceCreditSpecification')) {
    const record = recordOf(call, cx, text(asked, 'InstanceId') ?? '')
    const error = refusal(record, await typeOf(call, cx, record.id), cx.clock.now())
    if (error === undefined) record.cpuCredits = text(asked, 'CpuCredits') ?? 'standard'
    if (error === undefined) changed.push({ instanceId: record.id })
    else refused.push({ instanceId: record.id, error })
  }
  return ec2Reply('ModifyInstanceCreditSpecification', {
    successfulInstanceCreditSpecificationSet: listOf(changed),
    unsuccessfulInstanceCreditSpecificationSet: listOf(refused),
  })
}

/** DescribeInstanceCreditSpecifications, of the instances that are named. */
export const describeCredits: Handler = async (call, cx) => {
  const rows = await Promise.all(
    texts(call.params, 'InstanceId').map(async (id): Promise<XmlNode> => {
      const { cpuCredits } = recordOf(call, cx, id)
      return { instanceId: id, cpuCredits: cpuCredits ?? atLaunch(await typeOf(call, cx, id)) }
    }),
  )
  return ec2Reply('DescribeInstanceCreditSpecifications', { instanceCreditSpecificationSet: listOf(rows) })
}
