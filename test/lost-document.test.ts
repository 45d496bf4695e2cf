// The document of a stack is gone while the stack lives: its tags find it, nothing makes a second one beside it, and it
// can be removed by them, its data kept for the next deploy.
import { expect } from 'chai'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOf, words } from './support/cli-sandbox.js'
import { counts, type Ended, small, TestAccount } from './support/test-account.js'

describe('a stack whose document was lost', function () {
  this.timeout(240_000)
  let account: TestAccount
  let id: string
  before(async () => {
    account = await TestAccount.open()
    const { code, stderr } = await account.gm(['deploy', 'my-stack', ...small])
    expect(code, stderr).to.equal(0)
    id = String((await account.document('my-stack'))['stack_id'])
    await lose()
  })
  after(() => account.close())

  async function lose(): Promise<void> {
    await rm(join(account.home, 'deployments'), { recursive: true })
  }
  async function refusal(...args: readonly string[]): Promise<string> {
    const ended = await account.gm([...args, '--json'])
    const error = failureOf(ended)
    expect([ended.code, error.code], ended.stdout).to.deep.equal([2, 'STACK_UNRECORDED'])
    return words(error)
  }
  function succeeded({ code, stderr }: Ended): void {
    expect(code, stderr).to.equal(0)
  }

  for (const args of [['status'], ['credentials'], ['deploy', ...small]] as const) {
    it(`is told, with what there is of it: gm ${args[0]}`, async () => {
      const [command, ...rest] = args
      const before = counts(await account.inventory())
      const text = await refusal(command, 'my-stack', ...rest)
      expect(text)
        .to.contain(id)
        .and.to.match(/vpc-[0-9a-f]+/)
      expect(text).to.contain('gm destroy my-stack')
      expect(counts(await account.inventory())).to.deep.equal(before)
    })
  }

  it('is an unknown one where AWS has none of that name', async () => {
    const ended = await account.gm(['destroy', 'your-stack', '--yes', '--json'])
    expect([ended.code, failureOf(ended).code]).to.deep.equal([2, 'STACK_UNKNOWN'])
    expect(failureOf(ended).message).to.contain('none of that name in us-east-1, account 123456789012')
  })

  it('is removed by its tags only when its name is typed', async () => {
    const shown = await account.onTerminal(['Type my-stack to go on:', 'no\r'], ['destroy', 'my-stack'])
    expect(shown).to.contain('There is no document of my-stack').and.to.contain('Nothing was done')
  })

  it('is removed by its tags, and its data kept', async () => {
    succeeded(await account.gm(['destroy', 'my-stack', '--yes']))
    const { parameter: _, ...left } = counts(await account.inventory())
    expect(left).to.deep.equal({ 'file-system': 1 })
    expect(await account.document('my-stack')).to.include({ status: 'destroyed', stack_id: id })
  })

  it('comes back on its data, with another instance', async () => {
    const [data] = (await account.inventory())['file-system']!
    succeeded(await account.gm(['deploy', 'my-stack', ...small]))
    expect((await account.inventory())['file-system']).to.deep.equal([data])
    expect(await account.document('my-stack')).to.include({ status: 'running', tier: 'dev', efs_id: data!.id })
  })

  it('leaves nothing where its data is given up, too', async () => {
    await lose()
    succeeded(await account.gm(['destroy', 'my-stack', '--delete-data', '--yes']))
    expect(await account.inventory()).to.deep.equal({})
    const ended = await account.gm(['status', 'my-stack', '--json'])
    expect(failureOf(ended).code).to.equal('STACK_UNKNOWN')
  })
})
