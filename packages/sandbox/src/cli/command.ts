// What the commands share, in gm and by themselves: JSON on request, the account that runs, and the words of another
// command as they are typed here.
import { GmError } from '@geuse/plugin-api'
import { Command } from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import { ask } from './ask.js'
import { readRunning, type Running } from './runtime.js'

/** How fast an account is to be; read by `speedOf`. */
export const speedFlag = {
  speed: Flags.string({
    description: "how many times faster than AWS its clock runs; 20 without it, 1 for AWS's own times, or max",
    helpValue: 'N',
  }),
}

/** What instances are made of; read by `machinesOf`. */
export const machinesFlag = {
  machines: Flags.string({
    description: 'what instances are: simulated (the default), real ones, or real where this computer can have them',
    options: ['simulated', 'real', 'auto'],
  }),
}

/** What the commands of the sandbox share: JSON on request, the account that runs, errors in words. */
export abstract class SandboxCommand extends Command {
  static override enableJsonFlag = true

  /** @returns the account that runs. @throws GmError NOT_FOUND */
  protected async account(): Promise<Running> {
    const running = await readRunning()
    if (running !== undefined) return running
    throw new GmError('NOT_FOUND', 'No account is running', { hints: [this.typed('start')] })
  }

  /** Asks the account that runs: see `ask`. */
  protected async ask(...request: Parameters<typeof ask> extends [Running, ...infer R] ? R : never) {
    return ask(await this.account(), ...request)
  }

  /** @returns another command of the sandbox, as it is typed here */
  protected typed(command: string): string {
    const topic = (this.id ?? '').split(':').slice(0, -1)
    return [this.config.bin, ...topic, command].join(' ')
  }

  /** @returns the words of another program, and what stands before them: all of it where there is no `--` */
  protected passed(): { readonly own: string[]; readonly words: string[] | undefined } {
    const cut = this.argv.indexOf('--')
    return cut < 0
      ? { own: this.argv, words: undefined }
      : { own: this.argv.slice(0, cut), words: this.argv.slice(cut + 1) }
  }

  /** Whoever runs the command tells its failure: gm, or `main`. */
  protected override async catch(error: Error): Promise<never> {
    throw error
  }
}
