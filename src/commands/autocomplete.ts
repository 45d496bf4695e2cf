// `gm autocomplete`: says which line makes a shell ask gm at a TAB, prints what that line fetches, or writes the line.
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { GmError } from '@geuse/plugin-api'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../command.js'
import { type ShellName, scriptOf, shellAt, shellNames } from '../completion/scripts.js'
import { addLine } from '../completion/start-file.js'

export default class Autocomplete extends GmCommand {
  static override summary = 'Let your shell complete commands, stacks, tiers, services and settings'
  static override description = `With a shell's name: prints what it has to run, for the line that this command shows without one.
Answers are of this moment: a stack that was just deployed is offered at the next TAB.`
  static override examples = [
    '<%= config.bin %> autocomplete',
    '<%= config.bin %> autocomplete --install',
    'source <(<%= config.bin %> autocomplete bash)',
  ]
  static override args = { shell: Args.string({ description: 'print what this shell runs', options: [...shellNames] }) }
  static override flags = {
    install: Flags.boolean({ description: 'write the line into the file that your shell reads when it starts' }),
  }

  async run(): Promise<OutputOf<'autocomplete'>> {
    const { args, flags } = await this.parse(Autocomplete)
    // eslint-disable-next-line no-restricted-properties -- variables of the shell, which nothing else of gm knows
    const { env } = process
    const shell = (args.shell as ShellName | undefined) ?? shellAt(env['SHELL'])
    if (shell === undefined)
      throw new GmError('CONFIG_INVALID', `gm cannot tell which shell this is: ${env['SHELL'] ?? 'SHELL is not set'}`, {
        hints: shellNames.map((name) => `gm autocomplete ${name}`),
      })
    const script = scriptOf(shell, env)
    const told = { shell, line: script.line, file: script.startFile }
    if (flags.install) return { ...told, written: await this.#install(told) }
    if (args.shell === undefined)
      this.print([
        `Add this line to ${script.startFile}, or let  gm autocomplete --install  do it:`,
        '',
        `  ${script.line}`,
        '',
        'Then start a new shell.',
      ])
    else this.log(script.text.trimEnd())
    return { ...told, text: script.text }
  }

  async #install({ line, file }: { readonly line: string; readonly file: string }): Promise<boolean> {
    const { refreshCompletion } = await import('../completion/refresh.js')
    await refreshCompletion(this.config)
    const written = await addLine(file, line)
    this.print([written ? `Written to ${file}. Start a new shell.` : `${file} has the line already.`])
    return written
  }
}
