// Somebody else has a stack of the same name in the account, and things that carry its tags: whatever gm does with its
// own stack of that name, theirs stay as they are.
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { failureOf, words } from './support/cli-sandbox.js'
import { root, small, TestAccount } from './support/test-account.js'

const script = join(root, 'test', 'support', 'foreign-resources.py')

describe("a stranger's things under the same name", function () {
  this.timeout(180_000)
  let world: TestAccount
  let ids: string[]
  let theirs: unknown

  /** A deploy that leaves a document and nothing else: a name that only AWS knew would be refused. */
  const withoutCapacity = async (): Promise<void> => {
    world.account.settings({ capacity: [{ code: 'InsufficientInstanceCapacity' }] })
    const ended = await world.gm(['deploy', 'my-stack', ...small, '--json'])
    expect([ended.code, failureOf(ended).code], words(failureOf(ended))).to.deep.equal([3, 'CAPACITY'])
    world.account.settings({ capacity: [] })
  }

  const strangers = async (mode: 'make' | 'tell'): Promise<unknown> => {
    const { stdout } = await promisify(execFile)(world.account.python, [
      script,
      mode,
      world.account.motoEndpoint,
      'us-east-1',
      'my-stack',
    ])
    return JSON.parse(stdout)
  }

  before(async () => {
    world = await TestAccount.open()
    await withoutCapacity()
    ids = (await strangers('make')) as string[]
    theirs = await strangers('tell')
    expect(Object.values(theirs as object).flat().length).to.be.greaterThan(8)
  })
  after(() => world.close())
  afterEach(async () => {
    expect(await strangers('tell')).to.deep.equal(theirs)
    const named = world.account
      .calls()
      .filter((call) => call.mutating && ids.some((id) => JSON.stringify(call.params).includes(id)))
    expect(named).to.deep.equal([])
  })

  it('stay through a deploy that fails and is rolled back', async () => {
    await withoutCapacity()
  })

  it('stay through a deploy', async () => {
    await world.done(['deploy', 'my-stack', '--yes'])
  })

  it('stay through a destroy with its data', async () => {
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
  })

  it('are not taken for nothing by a deploy that would stand beside them', async () => {
    const ended = await world.gm(['deploy', 'my-stack', ...small, '--json'])
    expect([ended.code, failureOf(ended).code], words(failureOf(ended))).to.deep.equal([2, 'STACK_UNRECORDED'])
    expect(words(failureOf(ended))).to.contain('11111111-2222-4333-8444-555555555555')
  })
})
