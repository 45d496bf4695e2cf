// Which instances Systems Manager knows: those whose agent has registered.
import { jsonAnswer } from '../answer/answer.js'
import { instanceState } from '../ec2/instance-record.js'
import type { Handler } from '../operations/operation.js'
import { type Params, records, text, texts } from '../request/params.js'

/** The values of a filter, in either of the two shapes that the operation takes. */
function filterValues(params: Params, name: string): string[] {
  return [
    ...records(params, 'Filters')
      .filter((filter) => text(filter, 'Key') === name)
      .flatMap((filter) => texts(filter, 'Values')),
    ...records(params, 'InstanceInformationFilterList')
      .filter((filter) => text(filter, 'key') === name)
      .flatMap((filter) => texts(filter, 'valueSet')),
  ]
}

/** DescribeInstanceInformation. */
export const describeInstanceInformation: Handler = async (call, cx) => {
  const ids = filterValues(call.params, 'InstanceIds')
  const now = cx.clock.now()
  const known = [...cx.state.instances.values()].filter(
    ({ id, account, region, instance }) =>
      account === call.account &&
      region === call.region &&
      instance.registered &&
      !cx.settings.silentAgents &&
      (ids.length === 0 || ids.includes(id)),
  )
  return jsonAnswer({
    InstanceInformationList: known
      .filter((record) => instanceState(record, now) === 'running')
      .map(({ id }) => ({
        InstanceId: id,
        PingStatus: 'Online',
        LastPingDateTime: now / 1000,
        AgentVersion: '3.3.2746.0',
        IsLatestVersion: true,
        PlatformType: 'Linux',
        PlatformName: 'Amazon Linux',
        PlatformVersion: '2023',
        ResourceType: 'EC2Instance',
      })),
  })
}
