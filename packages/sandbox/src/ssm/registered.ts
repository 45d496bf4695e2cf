// Whom Systems Manager reaches.
import type { Context } from '../account/context.js'
import type { InstanceRecord } from '../ec2/instance-record.js'
import type { Call } from '../request/call.js'

/** @returns an instance whose agent is registered in the account and region of the call; undefined for any other */
export function registered(call: Call, cx: Context, id: string): InstanceRecord | undefined {
  const found = cx.state.instances.get(id)
  const isHere = found?.account === call.account && found.region === call.region
  return isHere && found.instance.registered && !cx.settings.silentAgents ? found : undefined
}
