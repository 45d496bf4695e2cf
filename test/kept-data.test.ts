// Data that a destroy kept: a deploy over it is refused settings that make it another version's, and no others; and
// what runs only in one version has no two.
import { expect } from 'chai'
import { failureOf, words } from './support/cli-sandbox.js'
import { small, TestAccount } from './support/test-account.js'

describe('data that was kept', function () {
  this.timeout(120_000)
  let account: TestAccount
  before(async () => {
    account = await TestAccount.open({ images: ['postgres:17.9'] })
    await succeeds('deploy', 'my-stack', ...small)
    await succeeds('destroy', 'my-stack', '--yes')
  })
  after(() => account.close())

  async function succeeds(...args: readonly string[]): Promise<void> {
    const { code, stderr } = await account.gm(args)
    expect(code, stderr).to.equal(0)
  }
  async function refusal(...settings: readonly string[]): Promise<string> {
    const before = account.account.calls().filter(({ mutating }) => mutating).length
    const set = settings.flatMap((setting) => ['--set', setting])
    const ended = await account.gm(['deploy', 'my-stack', ...set, '--yes', '--json'])
    const error = failureOf(ended)
    expect([ended.code, error.code], words(error)).to.deep.equal([2, 'CONFIG_INVALID'])
    expect(account.account.calls().filter(({ mutating }) => mutating).length).to.equal(before)
    return words(error)
  }

  it('is not opened by another major version of what wrote it', async () => {
    const text = await refusal('postgres.image=postgres:18.1')
    expect(text).to.contain('the data that was kept of my-stack is of PostgreSQL 17, and not of PostgreSQL 18')
  })

  it('comes with containers of one version', async () => {
    expect(await refusal('n8n.image=n8nio/n8n:9.9.9')).to.match(
      /runners \(n8nio\/runners:\S+\) and main \(n8nio\/n8n:9\.9\.9\)/,
    )
  })

  it('is opened by another version that reads it', async () => {
    await succeeds('deploy', 'my-stack', '--set', 'postgres.image=postgres:17.9', '--yes')
  })
})
