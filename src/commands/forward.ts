// `gm forward`: a port of a service on this computer, until Ctrl-C.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { forward, type Forwarded } from '@geuse/core/session'
import { GmCommand, profileFlag } from '../command.js'
import { untilSignal } from '../until-signal.js'

export default class Forward extends GmCommand {
  static override summary = 'Reach a port of a service from this computer, until Ctrl-C'
  static override description = `Goes through Session Manager and its plugin: the port stays closed to everybody else.
With --json, one line says where it is, as soon as connections are taken.`
  static override examples = [
    '<%= config.bin %> forward my-stack qdrant            # its dashboard and API',
    '<%= config.bin %> forward my-stack qdrant:grpc       # another of its ports',
    '<%= config.bin %> forward my-stack postgres --local-port 15432',
  ]
  static override args = {
    name: Args.string({ description: 'name of the stack', required: true }),
    service: Args.string({
      description: 'id of a service; with a port, by name or number: qdrant:grpc',
      required: true,
    }),
  }
  static override flags = {
    'local-port': Flags.integer({
      char: 'l',
      description: 'port on this computer; without it the same as on the instance, or a free one',
      helpValue: 'PORT',
      min: 1,
      max: 65_535,
    }),
    ...profileFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Forward)
    const host = await this.open()
    const request = {
      name: args.name,
      target: args.service,
      localPort: flags['local-port'],
      profile: flags.profile,
    }
    process.exitCode = await untilSignal(async (signal) => {
      await forward(host, request, (forwarded) => this.#tell(forwarded), signal)
      return 130
    })
  }

  #tell(forwarded: Forwarded): void {
    const { service, port, address } = forwarded
    if (this.jsonEnabled()) this.logJson(forwarded)
    else this.print([`${service} (port ${port} of the instance) is at ${address}   until Ctrl-C`])
  }

  /** One line, though it goes on. */
  protected override writeJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json)}\n`)
  }
}
