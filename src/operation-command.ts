// What the commands share that do something with a stack, from the command line to how it ends: request, preparation,
// the question, the run with the first Ctrl-C as its signal.
import type { Ask, Host, ProgressChoice, StackOperation } from '@geuse/core/host'
import { GmCommand, declined, isInteractive } from './command.js'
import { unlessAborted } from './unless-aborted.js'

/** A command line that was read. */
export interface Asked<Request> {
  readonly request: Request
  /** Said yes beforehand. */
  readonly yes?: boolean | undefined
  readonly progress?: ProgressChoice | undefined
}

/** What a person has to agree to. */
export interface Question {
  readonly text: string
  /** What has to be typed where a `y` is too little. */
  readonly typed?: string
}

/** Base of the commands of one operation: each says how it is asked for, shown and told. */
export abstract class OperationCommand<Request, Prepared, Result, Output> extends GmCommand {
  /** What is done. */
  protected abstract readonly operation: StackOperation<Request, Prepared, Result>

  /** Reads the command line. */
  protected abstract asked(host: Host): Promise<Asked<Request>>

  /** Shows what would be done. @returns what has to be agreed to; nothing where nothing is at stake */
  protected question(_prepared: Prepared): Question | undefined {
    return undefined
  }

  /** Prints how it ended. @returns the answer of `--json` */
  protected abstract told(result: Result, prepared: Prepared, host: Host): Output

  async run(): Promise<Output> {
    const host = await this.open()
    const { request, yes, progress } = await this.asked(host)
    const { operation } = this
    return this.interruptible(operation.title, async (signal) => {
      const prepared = await unlessAborted(signal, operation.prepare(host, request, { signal, ask: this.#ask() }))
      await this.#agree(this.question(prepared), yes === true || host.environment.yes)
      const result = await this.shown(progress, host, (listen) => operation.run(host, prepared, { signal, listen }))
      return this.told(result, prepared, host)
    })
  }

  async #agree(question: Question | undefined, yes: boolean): Promise<void> {
    if (question === undefined || yes) return
    const { text, typed } = question
    const prompts = this.prompts()
    if (!(await (typed === undefined ? prompts.confirm(text) : prompts.confirmByTyping(text, typed)))) throw declined()
  }

  /** Only where somebody can answer. */
  #ask(): Ask | undefined {
    return isInteractive() ? (needs) => this.#answers(needs) : undefined
  }

  /** @returns `service.key=value` for each setting that only a person knows */
  async #answers(needs: Parameters<Ask>[0]): Promise<string[]> {
    const answers: string[] = []
    for (const { service, key, about, isEmail } of needs) {
      const name = `${service}.${key}`
      const question = about === null ? `${name}?` : `${name}: ${about}?`
      const flag = `--set ${name}=…`
      const prompts = this.prompts()
      answers.push(
        `${name}=${await (isEmail ? prompts.email(question, flag) : prompts.input(question, flag, notEmpty))}`,
      )
    }
    return answers
  }
}

function notEmpty(answer: string): true | string {
  return answer.trim() !== '' || 'this setting has no default: something has to be said'
}
