// `gm open`: the public URL in the browser of whoever sits here, or printed where there is none.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { openBrowser, publicUrl } from '@geuse/core/session'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../command.js'

export default class Open extends GmCommand {
  static override summary = 'Open the public URL of a stack in the browser'
  static override description = 'Prints it, and opens nothing, with --print, in CI, over SSH and without a desktop.'
  static override examples = ['<%= config.bin %> open my-stack', '<%= config.bin %> open my-stack --print']
  static override args = { name: Args.string({ description: 'name of the stack', required: true }) }
  static override flags = {
    print: Flags.boolean({ description: 'print the URL, and open nothing' }),
  }

  async run(): Promise<OutputOf<'open'>> {
    const { args, flags } = await this.parse(Open)
    const host = await this.open()
    const url = await publicUrl(host, { name: args.name })
    this.print([url])
    const opened = !flags.print && host.environment.desktop && (await openBrowser(url))
    return { url, opened }
  }
}
