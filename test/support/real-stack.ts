// A stack on a real machine, for scenarios: deployed by `gm` as a process, looked into by `docker exec`, and with an
// account whose owner does to its instances what owners do.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BootStatus } from '@geuse/instance-contract'
import { expect } from 'chai'
import { PublicSite } from './public-site.js'
import { root, small, TestAccount } from './test-account.js'
import { until } from './until.js'

const run = promisify(execFile)
const boto = join(root, 'test', 'support', 'boto.py')

/** What a deploy told. */
export interface Deployed {
  readonly url: string
  readonly replaced?: { readonly from: string; readonly to: string; readonly wasTakenBack: boolean }
}

/** See the head of this file. */
export class RealStack {
  readonly world: TestAccount
  /** Id of the instance in force, which is the name of its container. */
  machine = ''
  readonly #args: readonly string[]

  private constructor(world: TestAccount, args: readonly string[]) {
    this.world = world
    this.#args = args
  }

  /** @param args of the deploys */
  static async open(args: readonly string[] = small): Promise<RealStack> {
    return new RealStack(await TestAccount.open({ machines: 'real', speed: 20 }), args)
  }

  /** Deploys it, or brings back what is lost. */
  async deploy(): Promise<Deployed> {
    const { code, stdout, stderr } = await this.world.gm(['deploy', 'my-stack', ...this.#args, '--json'])
    expect(code, `${stdout}\n${stderr}`).to.equal(0)
    this.machine = String((await this.world.document('my-stack'))['instance_id'])
    return JSON.parse(stdout) as Deployed
  }

  /** What a command says that root runs on the machine. */
  async inside(...words: string[]): Promise<string> {
    return (await run('docker', ['exec', this.machine, ...words], { maxBuffer: 1e8 })).stdout.trim()
  }

  /** What a script says that root runs on the machine; its words are $1 and so on. */
  bash(script: string, ...words: string[]): Promise<string> {
    return this.inside('bash', '-c', script, '-', ...words)
  }

  /** What PostgreSQL says. */
  sql(statement: string): Promise<string> {
    return this.inside('docker', 'exec', 'postgres', 'psql', '-U', 'postgres', '-Atc', statement)
  }

  /** What `gmctl` says of a machine. */
  async status(machine = this.machine): Promise<BootStatus> {
    const words = ['exec', machine, '/opt/geusemaker/current/gmctl', 'status']
    return JSON.parse((await run('docker', words)).stdout) as BootStatus
  }

  /** Waits until the boot of the machine has come to an end. */
  async booted(seconds = 300): Promise<BootStatus> {
    const over = async (): Promise<BootStatus | undefined> => {
      const status = await this.status().catch(() => undefined)
      return status?.state === 'ready' || status?.state === 'failed' ? status : undefined
    }
    return until('the end of the boot', over, seconds)
  }

  /** One call of the account's owner. @param operation as boto3 spells it */
  async aws<T>(service: string, operation: string, parameters: object): Promise<T> {
    const { python, endpoint } = this.world.account
    const words = [boto, endpoint, 'us-east-1', service, operation, JSON.stringify(parameters)]
    return JSON.parse((await run(python, words, { maxBuffer: 1e8 })).stdout) as T
  }

  /** n8n as a browser reaches it. */
  site(): Promise<PublicSite> {
    return PublicSite.of(this.world, 'my-stack')
  }

  /** Waits until its owner can log in over the public address. */
  async answers(seconds = 300): Promise<void> {
    const site = await this.site()
    const look = async () => ((await site.logIn().catch(() => undefined))?.status === 200 ? true : undefined)
    await until('n8n to answer', look, seconds)
  }

  close(): Promise<void> {
    return this.world.close()
  }
}

/** Runs something, and adds to the title of its test how long it took. @returns seconds */
export async function timed(context: Mocha.Context, what: string, work: () => Promise<unknown>): Promise<number> {
  const began = Date.now()
  await work()
  const seconds = Math.round((Date.now() - began) / 100) / 10
  if (context.test) context.test.title += `${context.test.title.includes(' s)') ? ',' : ''} (${what}: ${seconds} s)`
  return seconds
}
