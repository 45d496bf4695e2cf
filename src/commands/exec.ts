// `gm exec`: a command in a container, or on the instance, with the terminal of whoever typed it or for a script.
import * as Args from '@oclif/core/args'
import { exec } from '@geuse/core/session'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand, isInteractive, profileFlag } from '../command.js'
import { Captured } from '../captured.js'
import { untilSignal } from '../until-signal.js'

export default class Exec extends GmCommand {
  static override summary = 'Run a command in a service of a stack, or on its instance'
  static override description = `Goes through Session Manager and its plugin: no port is open for it, and AWS keeps a record.
Without a service, the command runs on the instance, as root. Without a command, a shell is opened.
What stands after \`--\` reaches the command as it was typed: no shell reads it on the way.
On a terminal, the command gets it. In a script and with --json, its output is passed on, errors with the rest, and gm
exits with its exit code.`
  static override examples = [
    '<%= config.bin %> exec my-stack n8n -- n8n list:workflow',
    '<%= config.bin %> exec my-stack postgres   # a shell in its container',
    '<%= config.bin %> exec my-stack -- df -h   # on the instance',
  ]
  static override usage = 'exec NAME [SERVICE] [--profile <value>] [--json] [-- COMMAND…]'
  static override args = {
    name: Args.string({ description: 'name of the stack', required: true }),
    service: Args.string({ description: 'id of a service, or name of one of its containers' }),
  }
  static override flags = { ...profileFlag }

  async run(): Promise<OutputOf<'exec'>> {
    const { own, command } = divided(this.argv)
    const { args, flags } = await this.parse(Exec, own)
    const host = await this.open()
    const interactive = isInteractive() && !this.jsonEnabled()
    const output = this.jsonEnabled() ? new Captured() : process.stdout
    const request = { name: args.name, container: args.service, command, profile: flags.profile }
    const code = await untilSignal((signal) => exec(host, request, { interactive, output }, signal), interactive)
    process.exitCode = code
    return { exitCode: code, output: output instanceof Captured ? output.text : null }
  }
}

/** What is gm's, and what comes after `--`. */
function divided(argv: readonly string[]): { readonly own: string[]; readonly command: string[] } {
  const at = argv.indexOf('--')
  return at === -1 ? { own: [...argv], command: [] } : { own: argv.slice(0, at), command: argv.slice(at + 1) }
}
