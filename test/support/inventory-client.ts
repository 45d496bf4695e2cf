// A boto3 that stays: asked for an inventory many times, it starts once.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { type Inventory, root, type TestAccount } from './test-account.js'

/** Asks a running boto3 process what is in an account. */
export class InventoryClient {
  readonly #child: ChildProcess
  readonly #lines: Interface

  /** @param world whose account it looks into */
  constructor(world: TestAccount) {
    const script = join(root, 'test', 'support', 'inventory.py')
    this.#child = spawn(world.account.python, [script, world.account.motoEndpoint, 'us-east-1', '--serve'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#lines = createInterface(this.#child.stdout as NodeJS.ReadableStream)
  }

  /** @returns what is in the account, the default network under `theirs`; one question at a time */
  look(): Promise<Inventory> {
    return this.#ask('look')
  }

  /** Gives the default network a way to the internet, so that a stack stands in it. */
  makePublic(): Promise<Inventory> {
    return this.#ask('public')
  }

  async close(): Promise<void> {
    this.#child.stdin?.end()
    await once(this.#child, 'exit')
  }

  async #ask(line: string): Promise<Inventory> {
    const answer = once(this.#lines, 'line')
    this.#child.stdin?.write(`${line}\n`)
    return JSON.parse(String((await answer)[0])) as Inventory
  }
}
