// `gm` in the process of the test, for those who type hundreds of commands: the command that a process would run, with
// its variables, without a terminal. What a process does beside it (signals, how it ends) has scenarios of its own.
import { Config } from '@oclif/core'
import { type Ended, root, type TestAccount } from './test-account.js'
import { demandTold } from './told.js'

/** A command of oclif, made or to be made. */
interface Runnable {
  run(argv: string[], config: unknown): Promise<unknown>
}

/** Types commands in an account. One at a time: it lends them the output and the variables of this process. */
export class GmInside {
  readonly #config: Config
  readonly #world: TestAccount

  private constructor(world: TestAccount, config: Config) {
    this.#world = world
    this.#config = config
  }

  static async open(world: TestAccount): Promise<GmInside> {
    const config = await withEnvironment(world.env(), () => Config.load({ root }))
    return new GmInside(world, config)
  }

  /** Runs a command to its end. */
  async gm(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const { id, argv } = this.#found(args)
    const command = (await this.#config.findCommand(id, { must: true }).load()) as unknown as Runnable
    const before = process.exitCode
    const said = { stdout: '', stderr: '' }
    const giveBack = captured(said)
    process.exitCode = 0
    try {
      await withEnvironment(this.#world.env(env), () => command.run([...argv], this.#config))
    } finally {
      giveBack()
    }
    const ended = { code: Number(process.exitCode), signal: null, ...said }
    process.exitCode = before
    demandTold(args, ended)
    return ended
  }

  /** The longest command that the first words are. */
  #found(args: readonly string[]): { readonly id: string; readonly argv: readonly string[] } {
    const both = args.slice(0, 2).join(':')
    const isOfTwo = this.#config.findCommand(both) !== undefined
    return { id: isOfTwo ? both : (args[0] ?? ''), argv: args.slice(isOfTwo ? 2 : 1) }
  }
}

async function withEnvironment<T>(env: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const own = process.env
  process.env = { ...env }
  try {
    return await work()
  } finally {
    process.env = own
  }
}

type Write = typeof process.stdout.write

/** @returns gives the output back */
function captured(said: { stdout: string; stderr: string }): () => void {
  const names = ['stdout', 'stderr'] as const
  const own = names.map((name) => ({ name, write: process[name].write, isTTY: process[name].isTTY }))
  for (const name of names) {
    const write = (text: string | Uint8Array, ...rest: unknown[]): boolean => {
      said[name] += typeof text === 'string' ? text : Buffer.from(text).toString()
      const done = rest.at(-1)
      if (typeof done === 'function') (done as () => void)()
      return true
    }
    process[name].write = write as Write
    process[name].isTTY = false
  }
  return () => {
    for (const { name, write, isTTY } of own) Object.assign(process[name], { write, isTTY })
  }
}
