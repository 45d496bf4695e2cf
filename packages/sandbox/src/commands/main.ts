// The words of `gm-sandbox`: reads the command line, does one thing, prints it.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { DEFAULT_SPEED } from '../account/account.js'
import { ownEnvironment } from '../account/environment.js'
import { MAX_SPEED } from '../clock/clock.js'
import type { Entry } from '../journal/journal.js'
import { specText } from '../operations/spec.js'
import { OPERATIONS } from '../operations/table.js'
import { ask, running } from './ask.js'
import { HELP } from './help.js'
import { addImages } from './images.js'
import { run } from './run.js'
import { serve } from './serve.js'
import { start } from './start.js'
import { stop } from './stop.js'

/** What the command line says. */
interface Said {
  readonly words: readonly string[]
  readonly rest: readonly string[]
  readonly speed: number | undefined
  readonly json: boolean
}

type Command = (said: Said) => Promise<number>

const print = (value: unknown): void => console.log(JSON.stringify(value, undefined, 2))

const exported = (env: Readonly<Record<string, string>>): string =>
  Object.entries(env)
    .map(([name, value]) => `export ${name}=${value}`)
    .join('\n')

const line = ({ n, service, operation, status, code, ms, inFlightAtStart }: Entry): string =>
  `${String(n).padStart(5)}  ${`${service}:${operation}`.padEnd(42)} ${String(status ?? '…').padStart(3)} ${String(ms ?? '').padStart(6)} ms  +${inFlightAtStart}  ${code ?? ''}`

const COMMANDS: Readonly<Record<string, Command>> = {
  async start({ speed, json }) {
    const { endpoint, env } = await start(speed)
    if (json) print({ endpoint, env })
    else console.log(exported(env))
    return 0
  },
  async stop() {
    console.log((await stop()) ? 'The account has ended.' : 'No account was running.')
    return 0
  },
  async status() {
    const { env: _env, ...particulars } = await running()
    print({ ...particulars, ...(await ask('GET', 'status')) })
    return 0
  },
  async reset() {
    await ask('POST', 'reset')
    console.log('The account is empty.')
    return 0
  },
  async calls({ json }) {
    const { calls } = (await ask('GET', 'calls')) as { calls: Entry[] }
    if (json) print(calls)
    else for (const entry of calls) console.log(line(entry))
    return 0
  },
  async fault({ words }) {
    const [, rule] = words
    print(rule === undefined ? await ask('GET', 'faults') : await ask('POST', 'faults', rule))
    return 0
  },
  async heal() {
    print(await ask('DELETE', 'faults'))
    return 0
  },
  async interrupt({ words }) {
    print(await ask('POST', 'spot-interruption', JSON.stringify({ instanceId: words[1] })))
    return 0
  },
  async image({ words }) {
    print(await addImages(words.slice(1)))
    return 0
  },
  async run({ speed, rest }) {
    const [command, ...args] = rest
    if (command === undefined) throw new Error('Which command? gm-sandbox run -- COMMAND')
    return run(speed ?? DEFAULT_SPEED, command, args)
  },
  async python({ rest }) {
    const { python, env } = await running()
    return spawnSync(python, rest, { stdio: 'inherit', env: { ...ownEnvironment(), ...env } }).status ?? 1
  },
  async spec() {
    process.stdout.write(specText(OPERATIONS))
    return 0
  },
  async serve({ speed }) {
    await serve({ speed: speed ?? DEFAULT_SPEED })
    return -1
  },
}

const speedOf = (text: string): number => {
  const speed = text === 'max' ? MAX_SPEED : Number(text)
  if (!(speed > 0)) throw new Error(`--speed takes a number above 0 or max, not ${text}`)
  return speed
}

const read = (argv: readonly string[]): Said & { help: boolean } => {
  const cut = argv.indexOf('--')
  const { values, positionals } = parseArgs({
    args: cut < 0 ? [...argv] : argv.slice(0, cut),
    allowPositionals: true,
    options: {
      speed: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return {
    words: positionals,
    rest: cut < 0 ? positionals.slice(1) : argv.slice(cut + 1),
    speed: values.speed === undefined ? undefined : speedOf(values.speed),
    json: values.json,
    help: values.help,
  }
}

/** Does what the command line says. @returns the exit code; negative when the process is to stay */
export const main = async (argv: readonly string[]): Promise<number> => {
  try {
    const said = read(argv)
    const command = COMMANDS[said.words[0] ?? '']
    if (said.help || said.words.length === 0) {
      console.log(HELP)
      return 0
    }
    if (!command) throw new Error(`No such command: ${said.words[0]}. See gm-sandbox --help`)
    return await command(said)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 2
  }
}
