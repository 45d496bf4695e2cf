// `gm stop`: says what ends, what stays and what that costs, asks, stops.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {
  monthWords,
  stop,
  storageNames,
  wrap,
  type PreparedStop,
  type Stopped,
  type StopRequest,
} from '@geuse/core/power'
import type { Host } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { profileFlag, runFlags } from '../command.js'
import { OperationCommand, type Asked, type Question } from '../operation-command.js'

export default class Stop extends OperationCommand<StopRequest, PreparedStop, Stopped, OutputOf<'stop'>> {
  static override summary = 'Stop a stack, so that no instance is billed; gm start brings it up again'
  static override description = `Its services end in order first, with their last copies on EFS. File system, passwords, address and load balancer stay,
and so does the URL. An instance that was bought on demand is stopped, with its disk. AWS does not stop spot instances of
the kind that gm buys: such a one is ended, and another one is bought at the start; what only its disk had is lost.`
  static override examples = ['<%= config.bin %> stop my-stack', '<%= config.bin %> stop my-stack --yes --json']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = {
    ...profileFlag,
    ...runFlags,
    force: Flags.boolean({ description: 'also where the last copies of what is on its disk cannot be made' }),
  }

  protected readonly operation = stop

  protected async asked(host: Host): Promise<Asked<StopRequest>> {
    const { args, flags } = await this.parse(Stop)
    await this.warnOfPlugins(host)
    const { profile, force, yes, progress } = flags
    return { request: { name: args.name, profile, force }, yes, progress }
  }

  protected override question(prepared: PreparedStop): Question | undefined {
    const { document } = prepared
    if (document.status === 'stopped') return undefined
    this.print(intent(prepared).flatMap((text) => wrap(text, this.style.screen ? this.style.width : Infinity)))
    return { text: `Stop ${document.stack_name}?` }
  }

  protected told(stopped: Stopped, { instance }: PreparedStop): OutputOf<'stop'> {
    const { document, ended, cost } = stopped
    const { stack_name: name } = document
    const what = ended && instance !== null ? ` The spot instance ${instance.instanceId} was ended.` : ''
    this.print([
      ...wrap(`${name} is stopped.${what} What stays costs about ${monthWords(cost)} a month.`, this.style.width),
      `  gm start ${name}   brings it up, with the same URL and passwords`,
    ])
    return stopped
  }
}

function intent({ document, instance, lost, cost }: PreparedStop): string[] {
  const { stack_name: name, region, account_id: account } = document
  const ends = instance?.market === 'spot'
  const what = instance === null ? 'it has no instance' : `the ${instance.market} instance ${instance.instanceId}`
  const how =
    instance === null ? '' : ends ? ' is ended, as AWS does not stop such a one' : ' is stopped, with its disk'
  const { lost: names } = storageNames(lost)
  return [
    `Stops ${name} in ${region}, account ${account}: ${what}${how}`,
    ...(names === '' ? [] : [`Loses what only its disk has: ${names}`]),
    `Keeps what is on EFS, the passwords and the URL, for about ${monthWords(cost)} a month`,
  ]
}
