// `gm render`: what an instance would be given, as files to read before trusting it.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { Host } from '@geuse/core/host'
import { render, type PreparedRender, type Rendered, type RenderRequest } from '@geuse/core/render'
import type { OutputOf } from '@geuse/core/output'
import { stackFlags } from '../deploy-flags.js'
import { OperationCommand, type Asked } from '../operation-command.js'

export default class Render extends OperationCommand<RenderRequest, PreparedRender, Rendered, OutputOf<'render'>> {
  static override summary =
    'Write what an instance would be given to a folder: compose document, scripts, plan, IAM policies'
  static override description = `Asks AWS nothing. Values that only a deploy knows, and no document holds yet, are stand-ins, and are listed.
config.json is what was asked for, with settings and defaults: what only a deploy heeds, too. instance-policy.json is what
the instance may do, deployer-policy.json what you need to be allowed to do.`
  static override examples = [
    '<%= config.bin %> render my-stack --set n8n.owner-email=you@example.com --output ./my-stack',
    '<%= config.bin %> render my-stack --output ./my-stack   # of a stack that exists, as it stands',
    '<%= config.bin %> render my-stack --services qdrant,n8n --set n8n.owner-email=you@example.com -o /tmp/n8n --json',
  ]
  static override args = { name: Args.string({ description: 'name of a stack; it need not exist', required: true }) }
  static override flags = {
    ...stackFlags,
    output: Flags.string({ char: 'o', description: 'folder to write to', required: true, helpValue: 'FOLDER' }),
  }

  protected readonly operation = render

  protected async asked(host: Host): Promise<Asked<RenderRequest>> {
    const { args, flags } = await this.parseWithTiers(host, Render)
    const { config, output: folder, json: _json, debug: _debug, ...said } = flags
    const file = await this.configFile(config ?? host.environment.configFile)
    return { request: { name: args.name, flags: said, folder, ...file } }
  }

  protected told(rendered: Rendered): OutputOf<'render'> {
    this.print([
      ...rendered.files.map((name) => `${rendered.folder}/${name}`),
      `UserData is ${rendered.userDataBytes} of 16384 bytes, gzip'd; the bundle that it fetches ${rendered.bundleBytes}`,
      ...standIns(rendered.standIns),
    ])
    return rendered
  }
}

function standIns(values: Readonly<Record<string, string>>): string[] {
  const words = Object.entries(values).map(([what, value]) => `${what} ${value}`)
  return words.length === 0 ? [] : [`Stand-ins: ${words.join(', ')}`]
}
