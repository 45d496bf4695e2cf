// Backups of a stack: made, listed, verified, pruned and put back by its instance, which goes on when nobody watches;
// and keys that outlive the stack.
import { expect } from 'chai'
import { failureOf } from './support/cli-sandbox.js'
import { small, TestAccount } from './support/test-account.js'

interface Listed {
  readonly backups: readonly {
    readonly id: string
    readonly key: string
    readonly torn: boolean
    readonly services: readonly { readonly service: string }[]
  }[]
  readonly work: { readonly what: string; readonly state: string } | null
}

describe('backups of a stack', function () {
  this.timeout(300_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
    await world.done(['deploy', 'my-stack', ...small])
  })
  after(() => world.close())

  const done = (...args: readonly string[]): Promise<string> => world.done(args)
  const listed = (): Promise<Listed> => world.json<Listed>(['backup', 'list', 'my-stack'])
  const refused = async (...args: readonly string[]) => {
    const ended = await world.gm([...args, '--json'])
    expect(ended.code, ended.stdout + ended.stderr).not.to.equal(0)
    return failureOf(ended)
  }
  const parameters = async (): Promise<string[]> =>
    ((await world.inventory())['parameter'] ?? []).map(({ id }) => id).filter((id) => id.includes('/backups/'))

  it('are none at first, which is said with what makes one', async () => {
    expect(await done('backup', 'list', 'my-stack')).to.contain('gm backup my-stack')
    expect(await refused('backup', 'verify', 'my-stack')).to.include({ code: 'NOT_FOUND' })
    expect(await refused('restore', 'my-stack', '20200101T000000Z', '--yes')).to.include({ code: 'NOT_FOUND' })
    const neither = await refused('restore', 'my-stack', 'yesterday', '--yes')
    expect(neither.code).to.equal('NOT_FOUND')
    expect(neither.message).to.contain('no file yesterday, and it is no id')
    expect(await parameters()).to.deep.equal([])
  })

  it('are made while the stack goes on, and listed', async () => {
    expect(await done('backup', 'my-stack')).to.match(/my-stack is backed up as \d{8}T\d{6}Z, \d+ KiB/)
    const { backups, work } = await listed()
    expect(backups).to.have.length(1)
    expect(backups[0]?.services.map(({ service }) => service)).to.deep.equal(['postgres', 'n8n'])
    expect(work).to.include({ what: 'backup', state: 'ok' })
  })

  it('have a key and the secrets of their data beside the stack, and lend both to it', async () => {
    const [{ key } = { key: '' }] = (await listed()).backups
    expect(key).to.match(/^my-stack-[0-9a-f]{8}-[0-9a-f]{8}$/)
    const all = await parameters()
    for (const name of ['key', 'n8n/encryption-key', 'n8n/owner-password']) {
      expect(all).to.include(`/geusemaker/backups/${key}/${name}`)
      expect(all.filter((id) => id.endsWith(`/backups/${key}/${name}`))).to.have.length(2)
    }
    await done('backup', 'my-stack')
    expect(await parameters()).to.have.members(all)
  })

  it('can be verified', async () => {
    const [{ id } = { id: '' }] = (await listed()).backups
    expect(await done('backup', 'verify', 'my-stack', id)).to.contain(`The backup ${id} of my-stack is whole`)
    expect(await done('backup', 'verify', 'my-stack')).not.to.contain(id)
  })

  it('are put back after a yes, with a backup of what was there', async () => {
    const before = (await listed()).backups
    const id = before[0]?.id ?? ''
    expect(await refused('restore', 'my-stack', id)).to.include({ code: 'CONFIRMATION_NEEDED' })
    expect(await done('restore', 'my-stack', id, '--yes')).to.contain(`my-stack has what the backup ${id} holds`)
    expect((await listed()).backups).to.have.length(before.length + 1)
    expect(JSON.parse(await done('status', 'my-stack', '--json'))).to.include({ healthy: true })
  })

  it('are pruned to as many as are wanted', async () => {
    const { id } = (JSON.parse(await done('backup', 'my-stack', '--keep', '1', '--json')) as { backup: { id: string } })
      .backup
    expect((await listed()).backups.map((one) => one.id)).to.deep.equal([id])
  })

  it('leave the services running when one does not come up with it, and say so', async () => {
    const [{ id } = { id: '' }] = (await listed()).backups
    world.account.settings({ unhealthy: ['n8n'] })
    const failure = await refused('restore', 'my-stack', id, '--yes')
    world.account.settings({ unhealthy: [] })
    expect(failure).to.include({ code: 'CLOUD_FAILED' })
    expect(failure.message).to.match(/what was there before is there again/)
  })

  it('keep their keys when the stack is destroyed with its data', async () => {
    const kept = (await parameters()).filter((id) => id.startsWith('/geusemaker/backups/'))
    await done('destroy', 'my-stack', '--delete-data', '--yes')
    expect(await parameters()).to.have.members(kept)
  })
})
