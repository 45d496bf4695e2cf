// A stack's life after its first day: settings, services, images and instance changed behind the same URL, with the
// same passwords and data; what fails goes back by itself; and `gm rollback` and `gm history`.
import { expect } from 'chai'
import { join } from 'node:path'
import { failureOf, words } from './support/cli-sandbox.js'
import { arrival } from './support/until.js'
import { counts, small, TestAccount } from './support/test-account.js'

interface State {
  readonly revision: number
  readonly operation: string
  readonly present: boolean
  readonly changes: readonly { readonly key: string; readonly from?: unknown; readonly to?: unknown }[]
}
interface Past {
  readonly states: readonly State[]
  readonly rollbacks: readonly { readonly trigger: string; readonly error_message: string | null }[]
}

interface Listed {
  readonly backups: readonly { readonly id: string }[]
  readonly work: { readonly what: string; readonly id: string } | null
}

describe('a stack that is changed', function () {
  this.timeout(300_000)
  let world: TestAccount
  let first: { readonly url: unknown; readonly passwords: readonly object[]; readonly data: string[] }
  before(async () => {
    world = await TestAccount.open()
    await world.done(['deploy', 'my-stack', ...small])
    first = await lasting()
  })
  after(() => world.close())

  /** What no update may take from its owner. */
  const lasting = async () => {
    const found = await world.inventory()
    const { credentials } = JSON.parse((await world.gm(['credentials', 'my-stack', '--json'])).stdout) as {
      readonly credentials: readonly { readonly id: string }[]
    }
    const kept = (found['parameter'] ?? []).filter(({ id }) => !id.includes('/backups/'))
    const parameters = kept.map(({ id, tags }) => `${id} ${tags['version']}`)
    return {
      url: (await world.document('my-stack'))['n8n_url'],
      passwords: credentials.filter(({ id }) => id === 'n8n/owner-password'),
      data: [...(found['file-system'] ?? []).map(({ id }) => id), ...parameters.filter((id) => id.includes('n8n'))],
    }
  }
  const updated = async (...args: readonly string[]): Promise<string> => {
    const stdout = await world.done(['update', 'my-stack', ...args, '--yes'])
    expect(await lasting()).to.deep.equal(first)
    expect(counts(await world.inventory())).to.include({ instance: 1, 'file-system': 1, 'elastic-ip': 1 })
    await demandNothingToDo()
    return stdout
  }
  const demandNothingToDo = async (): Promise<void> => {
    const { code, stdout } = await world.gm(['plan', 'my-stack'])
    expect(code, stdout).to.equal(0)
    expect(JSON.parse((await world.gm(['status', 'my-stack', '--json'])).stdout)).to.include({ healthy: true })
  }
  const past = async (): Promise<Past> => JSON.parse((await world.gm(['history', 'my-stack', '--json'])).stdout) as Past
  const backups = () => world.json<Listed>(['backup', 'list', 'my-stack'])
  const instance = async (): Promise<unknown> => (await world.document('my-stack'))['instance_id']

  it('has another setting, on the same instance, and its history says which', async () => {
    const before = await instance()
    expect(await updated('--set', 'n8n.timezone=Europe/Berlin')).to.match(/Asked +n8n\.timezone none . Europe\/Berlin/)
    expect(await instance()).to.equal(before)
    const { states } = await past()
    expect(states.map(({ operation, present }) => [operation, present])).to.deep.equal([
      ['deploy', false],
      ['update', true],
    ])
    expect(states.at(-1)?.changes).to.deep.equal([{ key: 'n8n.timezone', from: 'UTC', to: 'Europe/Berlin' }])
  })

  it('has nothing done to it when nothing is to be done', async () => {
    const before = world.account.calls().length
    const { code, stdout } = await world.gm(['update', 'my-stack'])
    expect(code).to.equal(0)
    expect(stdout).to.contain('there was nothing to do')
    const calls = world.account.calls().slice(before)
    expect(calls.filter(({ mutating, operation }) => mutating && operation !== 'SendCommand')).to.deep.equal([])
    expect((await past()).states).to.have.length(2)
  })

  it('gets another service, gives it up, and gets it back; what the others have stays', async () => {
    await updated('--services', 'n8n,qdrant')
    const larger = await instance()
    const key = async (): Promise<string | undefined> =>
      ((await world.inventory())['parameter'] ?? []).find(({ id }) => id.includes('qdrant'))?.tags['version']
    expect(await key()).to.equal('1')
    await updated('--services', 'n8n')
    expect(await key(), 'the password of a service that was taken out').to.equal('1')
    await updated('--services', 'n8n,qdrant')
    expect(await key()).to.equal('1')
    await updated('--services', 'n8n')
    expect(await instance(), 'whose disk is large enough').to.equal(larger)
  })

  it('gets another instance, bought otherwise, by a plan that was kept', async () => {
    const before = await instance()
    const file = join(world.home, 'update.json')
    const planned = await world.gm(['plan', 'my-stack', '--on-demand', '--instance-type', 'm6i.large', '--out', file])
    expect(planned.code).to.equal(10)
    expect(planned.stdout).to.contain(`gm update my-stack --plan '${file}'`)
    const elsewhere = failureOf(await world.gm(['deploy', 'my-stack', '--plan', file, '--yes', '--json']))
    expect(words(elsewhere)).to.contain('gm update my-stack --plan')
    await updated('--plan', file)
    expect(await instance()).not.to.equal(before)
    expect(((await world.document('my-stack'))['cost'] as Record<string, unknown>)['is_spot']).to.equal(false)
  })

  it('is refused what only another stack can have', async () => {
    const file = join(world.home, 'other.json')
    await world.gm(['plan', 'my-stack', '--region', 'eu-west-1', '--out', file, '--json'])
    const moved = failureOf(await world.gm(['update', 'my-stack', '--vpc', 'vpc-0123456789abcdef0', '--yes', '--json']))
    expect([moved.code, words(moved)]).to.deep.equal(['STACK_DIFFERS', words(moved)])
    expect(words(moved)).to.contain('what my-stack was made with stays').and.to.contain('gm deploy ANOTHER-NAME')
    const form = failureOf(await world.gm(['update', 'my-stack', '--image', 'n8n', '--yes', '--json']))
    expect(words(form)).to.contain('must be SERVICE=IMAGE')
  })

  it('goes back by itself when an image is not to be had; that its data does not was said before', async () => {
    const revision = (await past()).states.at(-1)?.revision
    const before = await instance()
    const images = ['--image', 'n8n=n8nio/n8n:9.99.0', '--image', 'n8n.runners=n8nio/runners:9.99.0']
    const { code, stdout, stderr } = await world.gm(['update', 'my-stack', ...images, '--yes'])
    expect(code, stderr).to.equal(3)
    expect(stdout).to.match(/n8n \d\S+ becomes n8n 9\.99\.0, which changes its data/)
    expect(stdout).to.contain('Backs up').and.to.contain('everything first: another image of n8n')
    expect(stderr).to.contain('n8nio/n8n:9.99.0').and.to.contain(`is again what it was (revision ${revision})`)
    expect(stderr, 'data that no newer version has opened').not.to.contain('with the data of the backup')
    expect((await backups()).work).to.include({ what: 'backup', state: 'ok' })
    expect(await lasting()).to.deep.equal(first)
    expect(await instance()).to.equal(before)
    await demandNothingToDo()
    const { states, rollbacks } = await past()
    expect(states.at(-1)).to.include({ revision, present: true })
    expect(rollbacks.at(-1)?.trigger).to.equal('health_check_failed')
    expect(rollbacks.at(-1)?.error_message).to.contain('n8nio/n8n:9.99.0')
  })

  it('has its data put back too when a newer version has opened it, and did not become healthy', async () => {
    world.account.settings({ images: ['n8nio/n8n:9.99.0', 'n8nio/runners:9.99.0'], unhealthy: ['n8nio/n8n:9.99.0'] })
    const images = ['--image', 'n8n=n8nio/n8n:9.99.0', '--image', 'n8n.runners=n8nio/runners:9.99.0']
    const { code, stdout, stderr } = await world.gm(['update', 'my-stack', ...images, '--yes'])
    world.account.settings({ images: [], unhealthy: [] })
    expect(code, stderr).to.equal(3)
    expect(stdout.replaceAll(/[│\s]+/g, ' ')).to.contain('When it fails, its data is put back too')
    const { backups: rows, work } = await backups()
    expect(work).to.include({ what: 'recover', state: 'ok' })
    expect(stderr.replaceAll(/\s+/g, ' ')).to.contain(`with the data of the backup ${work?.id}; what was written since`)
    expect((rows.at(-1)?.id ?? '') > (work?.id ?? ''), 'what was written since').to.equal(true)
    expect(await lasting()).to.deep.equal(first)
    await demandNothingToDo()
    expect((await past()).rollbacks.at(-1)).to.include({ trigger: 'health_check_failed' })
    expect(await world.document('my-stack')).to.include({ update_backup: null, going_back: null })
  })

  it('has the older version back by gm rollback, which leaves its data as it is and says how to have that back', async () => {
    world.account.settings({ images: ['n8nio/n8n:9.99.0', 'n8nio/runners:9.99.0'] })
    const images = ['--image', 'n8n=n8nio/n8n:9.99.0', '--image', 'n8n.runners=n8nio/runners:9.99.0']
    const told = await world.json<{ readonly backup: string }>(['update', 'my-stack', ...images, '--yes'])
    expect((await backups()).backups.at(-1)?.id).to.equal(told.backup)
    await world.done(['rollback', 'my-stack', '--yes'])
    world.account.settings({ images: [] })
    expect((await backups()).work).to.include({ what: 'backup', id: told.backup })
    await demandNothingToDo()
  })

  it('stays where it failed when nothing is to be undone, and goes on or back as its owner says', async () => {
    const images = ['--image', 'n8n=n8nio/n8n:9.99.0', '--image', 'n8n.runners=n8nio/runners:9.99.0']
    const before = (await backups()).backups.length
    const unsaved = ['--no-backup', '--no-rollback', '--yes']
    const { code, stdout, stderr } = await world.gm(['update', 'my-stack', ...images, ...unsaved])
    expect(code).to.equal(3)
    expect(stdout.replaceAll(/[│\s]+/g, ' ')).to.match(/^(?!.*Backs up).*and not its data/)
    expect((await backups()).backups).to.have.length(before)
    expect(stderr).to.contain('gm rollback my-stack').and.to.contain('gm update my-stack')
    const seen = await world.gm(['status', 'my-stack'])
    expect(seen.stdout).to.contain('updating').and.to.contain('gm rollback my-stack goes back')
    const deployed = failureOf(await world.gm(['deploy', 'my-stack', '--yes', '--json']))
    expect([deployed.code, deployed.hints]).to.deep.equal(['STACK_BUSY', deployed.hints])
    expect(deployed.hints.join()).to.contain('gm rollback my-stack')
    const back = await world.gm(['rollback', 'my-stack', '--yes'])
    expect(back.code, back.stderr).to.equal(0)
    expect(await lasting()).to.deep.equal(first)
    await demandNothingToDo()
    expect((await past()).rollbacks.at(-1)).to.include({ trigger: 'manual' })
  })

  it('says so where going back fails too; the same command goes on when the cause is gone', async () => {
    world.account.settings({ unhealthy: ['n8n'] })
    const args = [
      'update',
      'my-stack',
      '--set',
      'n8n.timezone=Asia/Tokyo',
      '--rollback-timeout',
      '60',
      '--yes',
      '--json',
    ]
    const error = failureOf(await world.gm(args))
    expect(words(error)).to.contain('gm rollback my-stack')
    world.account.settings({ unhealthy: [] })
    const back = await world.gm(['rollback', 'my-stack', '--yes'])
    expect(back.code, back.stderr).to.equal(0)
    expect(await lasting()).to.deep.equal(first)
    await demandNothingToDo()
  })

  it('goes on after Ctrl-C with the same command', async () => {
    const seen = world.account.calls().length
    world.account.faults.add({ operation: 'CreateFleet', effect: 'latency', ms: 1000, nth: 1 })
    const { child, ended } = world.start(['update', 'my-stack', '--spot', '--yes'])
    await arrival(world, 'CreateFleet', seen)
    child.kill('SIGINT')
    const { code, stderr } = await ended
    world.account.faults.remove()
    expect(code, stderr).to.equal(130)
    expect(stderr).to.contain('gm update my-stack').and.to.contain('gm rollback my-stack')
    await updated()
    expect(((await world.document('my-stack'))['cost'] as Record<string, unknown>)['is_spot']).to.equal(true)
  })

  it('is rolled back to the state before this one, or to one that is named', async () => {
    const before = await past()
    const back = await world.gm(['rollback', 'my-stack', '--yes'])
    expect(back.code, back.stderr).to.equal(0)
    expect(back.stdout).to.contain(`is again what it was at revision ${before.states.at(-2)?.revision}`)
    expect(((await world.document('my-stack'))['cost'] as Record<string, unknown>)['is_spot']).to.equal(false)
    await demandNothingToDo()
    const strange = failureOf(await world.gm(['rollback', 'my-stack', '--to', '1', '--yes', '--json']))
    expect(strange.code).to.equal('NOT_FOUND')
    expect(words(strange)).to.contain(String(before.states[1]?.revision))
    const earliest = await world.gm(['rollback', 'my-stack', '--to', String(before.states[1]?.revision), '--yes'])
    expect(earliest.code, earliest.stderr).to.equal(0)
    await demandNothingToDo()
    const { states } = await past()
    expect(states.at(-1)).to.include({ operation: 'rollback', present: true })
    expect((await world.document('my-stack'))['config']).to.have.nested.property('set.n8n.owner-email')
    expect(await lasting()).to.deep.equal(first)
  })

  it('is destroyed as ever, and leaves nothing', async () => {
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    const found = await world.inventory()
    expect(counts(found)).not.to.have.any.keys('instance', 'file-system')
    const keys = (found['parameter'] ?? []).map(({ id }) => id.split('/').slice(0, 3).join('/'))
    expect([...new Set(keys)], 'keys of backups').to.deep.equal(['/geusemaker/backups'])
  })
})
