// A world for scenarios: an account in this process, a home folder of its own, and `gm` as the real process that a
// person starts. What exists is told by a boto3 script that asks moto itself.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Account, type AccountOptions, maxSpeed, startAccount } from '@geuse/sandbox'
import { demandTold } from './told.js'

/** One thing in the account. */
export interface Thing {
  readonly id: string
  readonly tags: Readonly<Record<string, string>>
}

/** Everything in the account, by type. */
export type Inventory = Readonly<Record<string, readonly Thing[]>>

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A process of `gm` that is under way. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** Folder of the project. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))
const entry = join(root, 'bin', 'gm.js')
const script = join(root, 'test', 'support', 'inventory.py')

/** The usual small stack: n8n and the PostgreSQL that it uses. */
export const small = ['--services', 'n8n', '--set', 'n8n.owner-email=owner@example.com', '--yes'] as const

/** An emulated account with a data folder of its own, and `gm` as a process in it. */
export class TestAccount {
  /** The emulator that the test run lends to this process, while no account of ours stands on it. */
  static #lent = process.env['GM_TEST_EMULATOR']

  readonly account: Account
  readonly home: string
  /** How far the clock of a `gm` in this process is ahead, in milliseconds: time that passed while nobody ran one. */
  aheadMs = 0
  readonly #emulator: string | undefined

  private constructor(account: Account, home: string, emulator: string | undefined) {
    this.account = account
    this.home = home
    this.#emulator = emulator
  }

  /** @param options of the account; its clock runs as fast as it can unless told otherwise */
  static async open(options: AccountOptions = {}): Promise<TestAccount> {
    const emulator = TestAccount.#lent
    TestAccount.#lent = undefined
    const account = await startAccount({ speed: maxSpeed, emulator, ...options })
    return new TestAccount(account, await mkdtemp(join(tmpdir(), 'gm home ')), emulator)
  }

  async close(): Promise<void> {
    await this.account.stop()
    TestAccount.#lent ??= this.#emulator
    await rm(this.home, { recursive: true, force: true })
  }

  /** An empty account and an empty home. */
  async reset(): Promise<void> {
    await this.account.reset()
    await rm(this.home, { recursive: true, force: true })
  }

  /** What a process is given; nothing of this process's own AWS or proxy settings. */
  env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { PATH = '', HOME = '' } = process.env
    const data = join(this.home, 'oclif')
    return {
      PATH,
      HOME,
      ...this.account.env,
      GEUSEMAKER_HOME: this.home,
      GM_DATA_DIR: join(data, 'data'),
      GM_CACHE_DIR: join(data, 'cache'),
      GM_CONFIG_DIR: join(data, 'config'),
      ...more,
    }
  }

  /** Starts `gm`. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    const child = spawn(process.execPath, [entry, ...args], { env: this.env(env), stdio: ['ignore', 'pipe', 'pipe'] })
    return { child, ended: ending(child).then((ended) => told(args, ended)) }
  }

  /**
   * Runs `gm` on a terminal.
   * @param answers a text to wait for, what is typed then, and so on
   * @returns what was shown
   */
  async onTerminal(
    answers: readonly string[],
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const terminal = [join(root, 'test', 'support', 'on-terminal.py'), JSON.stringify(answers)]
    const { stdout } = await promisify(execFile)('python3', [...terminal, process.execPath, entry, ...args], {
      env: { ...this.env(env), TERM: 'xterm' },
    })
    return stdout
  }

  /** Runs `gm` to its end. */
  gm(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(args, env).ended
  }

  /** Runs a `gm` that is to end well. @returns what it says */
  async done(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const { code, stdout, stderr } = await this.gm(args, env)
    if (code !== 0) throw new Error(`gm ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`)
    return stdout
  }

  /** The same, as scripts read it. */
  async json<T>(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<T> {
    return JSON.parse(await this.done([...args, '--json'], env)) as T
  }

  /** @returns what is in the account, told by moto */
  async inventory(region = 'us-east-1'): Promise<Inventory> {
    const { stdout } = await promisify(execFile)(this.account.python, [script, this.account.motoEndpoint, region])
    return JSON.parse(stdout) as Inventory
  }

  /** Makes one call to moto, as somebody else. @param operation as boto3 spells it, e.g. `describe_vpcs` */
  call<T>(service: string, operation: string, parameters: object = {}, region = 'us-east-1'): Promise<T> {
    return this.#boto(this.account.motoEndpoint, region, service, operation, parameters)
  }

  /** The same to the account, with all that it adds to moto, and among its calls. */
  callAccount<T>(service: string, operation: string, parameters: object = {}): Promise<T> {
    return this.#boto(this.account.endpoint, 'us-east-1', service, operation, parameters)
  }

  async #boto<T>(endpoint: string, region: string, service: string, operation: string, parameters: object): Promise<T> {
    const script = join(root, 'test', 'support', 'boto.py')
    const words = [script, endpoint, region, service, operation, JSON.stringify(parameters)]
    return JSON.parse((await promisify(execFile)(this.account.python, words)).stdout) as T
  }

  /** @returns the state document of a stack as it lies on disk */
  async document(name: string): Promise<Record<string, unknown>> {
    return JSON.parse(await readFile(join(this.home, 'deployments', `${name}.json`), 'utf8')) as Record<string, unknown>
  }
}

/** @returns how many of each type */
export function counts(inventory: Inventory): Record<string, number> {
  return Object.fromEntries(Object.entries(inventory).map(([type, things]) => [type, things.length]))
}

/** @throws Error where it printed something else than its schema says */
function told(args: readonly string[], ended: Ended): Ended {
  demandTold(args, ended)
  return ended
}

function ending(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}
