// A world in which stacks are killed, and the two things that must hold when the dust has settled: exactly one of each
// thing, or nothing at all.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { maxSpeed } from '@geuse/sandbox'
import { stack } from '../support/killable-gm.js'
import { hostSpeed } from '../support/process-host.js'
import { InventoryClient } from '../support/inventory-client.js'
import { counts, type Inventory, TestAccount } from '../support/test-account.js'

/** Made by gm, or the account's own. */
export type Network = 'made' | 'adopted'
/** Both kinds. */
export const networks: readonly Network[] = ['made', 'adopted']

/** Longer than any deadline. */
const nightMs = 12 * 3600 * 1000

/** What a deploy and a destroy that nothing disturbed look like. */
export interface Baseline {
  readonly whole: Record<string, number>
  readonly empty: Record<string, number>
}

/** Deploys and destroys stacks of one account under kills, and asserts what is left. */
export class CrashHarness {
  readonly world: TestAccount
  readonly inventory: InventoryClient
  /** How many times gm was killed here, or lost an answer. */
  strikes = 0
  /** What kind of empty account this is; undefined when something is left in it. */
  #ready: Network | undefined

  private constructor(world: TestAccount) {
    this.world = world
    this.inventory = new InventoryClient(world)
  }

  /** New things are visible as late as in AWS, on the clock of gm. */
  static async open(): Promise<CrashHarness> {
    return new CrashHarness(await TestAccount.open({ patienceMs: 60_000, lateVisibility: maxSpeed / hostSpeed }))
  }

  /**
   * Does something in an account that nobody uses, with a network to adopt or none.
   * @param work resolves to true when it has left the account empty
   */
  async use(network: Network, work: () => Promise<boolean>): Promise<void> {
    const fit = this.#ready === network
    this.#ready = undefined
    if (!fit) await this.#renew(network)
    if (await work()) this.#ready = network
  }

  /** A night: nobody runs gm, and what an instance waits for in its boot does not come. */
  async sleepOver(): Promise<void> {
    await this.world.account.outlastBoots()
    this.world.aheadMs += nightMs
  }

  async #renew(network: Network): Promise<void> {
    await this.world.reset()
    if (network === 'adopted') await this.inventory.makePublic()
  }

  /** @throws AssertionError unless there is exactly one of each thing, keys of backups aside, and the state says so */
  async demandWhole({ whole }: Baseline): Promise<void> {
    const found = withoutKeys(await this.inventory.look())
    expect(counts(found), 'what is in the account').to.deep.equal(whole)
    expect(overwritten(found), 'secrets that were written twice').to.deep.equal([])
    const { status, nodes } = await this.world.document(stack)
    expect(status, 'status of the document').to.equal('running')
    const unready = Object.entries(nodes as Record<string, { status: string }>).filter(
      ([, row]) => row.status !== 'ready',
    )
    expect(
      unready.map(([id]) => id),
      'nodes that are not ready',
    ).to.deep.equal([])
  }

  /**
   * @param endsInstance whether it is of the kind that cannot be stopped
   * @throws AssertionError unless all but the instance is there, and the state says so
   */
  async demandStopped({ whole }: Baseline, endsInstance = true): Promise<void> {
    const found = counts(withoutKeys(await this.inventory.look()))
    const goes = endsInstance ? ['instance', 'volume', 'interface'] : []
    const rest = (all: Record<string, number>) =>
      Object.fromEntries(Object.entries(all).filter(([type]) => !goes.includes(type)))
    expect(found['instance'] ?? 0, 'instances').to.equal(endsInstance ? 0 : 1)
    expect(rest(found), 'what is in the account').to.deep.equal(rest(whole))
    expect((await this.world.document(stack))['status'], 'status of the document').to.equal('stopped')
  }

  /** @throws AssertionError unless nothing of ours is left, in the account and on the disk */
  async demandEmpty({ empty }: Baseline): Promise<void> {
    expect(counts(withoutKeys(await this.inventory.look())), 'what is in the account').to.deep.equal(empty)
    const files = await readdir(join(this.world.home, 'deployments')).catch(() => [])
    expect(files.join(', '), 'files of state').to.equal('')
  }

  /** @returns identifiers of what holds data */
  async data(): Promise<string[]> {
    const found = withoutKeys(await this.inventory.look())
    const all = ['file-system', 'parameter'].flatMap((type) => (found[type] ?? []).map(({ id }) => id))
    return all.filter((id) => !id.startsWith('/geusemaker/bundles/')).toSorted()
  }

  async close(): Promise<void> {
    await this.inventory.close()
    await this.world.close()
  }
}

/** Keys outlive their stack, and the copy that it reads is no thing of its ledger. */
function withoutKeys(found: Inventory): Inventory {
  const parameter = (found['parameter'] ?? []).filter(({ id }) => !id.includes('/backups/'))
  const { parameter: _all, ...rest } = found
  return parameter.length === 0 ? rest : { ...rest, parameter }
}

function overwritten(found: Inventory): string[] {
  return (found['parameter'] ?? []).filter(({ tags }) => tags['version'] !== '1').map(({ id }) => id)
}
