// A stack that runs is left as it is by whatever is typed wrongly, whatever happens to its state file, and by a second
// stack that fails beside it.
import { expect } from 'chai'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOf, type FailureJson, words } from './support/cli-sandbox.js'
import { type Inventory, small, TestAccount } from './support/test-account.js'

describe('a running stack', function () {
  this.timeout(180_000)
  let world: TestAccount
  let standing: Inventory
  let path: string
  let state: string
  let calls: number

  before(async () => {
    world = await TestAccount.open()
    await world.done(['deploy', 'my-stack', ...small])
    standing = await world.inventory()
    calls = world.account.calls().length
    path = join(world.home, 'deployments', 'my-stack.json')
    state = await readFile(path, 'utf8')
  })
  after(() => world.close())
  afterEach(async () => {
    await writeFile(path, state)
    expect(
      world.account
        .calls()
        .slice(calls)
        .filter(({ mutating, operation }) => mutating && operation !== 'SendCommand'),
    ).to.deep.equal([])
  })

  const refusal = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<FailureJson> => {
    const ended = await world.gm([...args, '--json'], env)
    const error = failureOf(ended)
    expect(ended.code, words(error)).to.equal(2)
    expect(await readFile(path, 'utf8')).to.equal(onDisk ?? state)
    return error
  }
  let onDisk: string | undefined
  const withState = async (text: string, work: () => Promise<void>): Promise<void> => {
    onDisk = text
    await writeFile(path, text)
    await work().finally(() => (onDisk = undefined))
  }

  it('is not changed by a deploy with other values: they are listed', async () => {
    const error = await refusal(['deploy', 'my-stack', '--yes', '--region', 'eu-west-1', '--services', 'n8n,qdrant'])
    expect(error.code).to.equal('STACK_DIFFERS')
    expect(words(error))
      .to.contain('region is us-east-1, not eu-west-1')
      .and.to.contain('services is')
      .and.to.contain('gm deploy ANOTHER-NAME')
  })

  for (const args of [
    ['deploy', 'my-stack', '--yes'],
    ['destroy', 'my-stack', '--yes'],
    ['credentials', 'my-stack'],
  ]) {
    it(`is refused to another account: gm ${args[0]}`, async () => {
      const error = await refusal(args, { AWS_ACCESS_KEY_ID: 'AKIA222222222222' })
      expect(error.code).to.equal('ACCOUNT_MISMATCH')
      expect(words(error)).to.contain('123456789012').and.to.contain('222222222222').and.to.contain('AWS_PROFILE')
    })
  }

  for (const share of [0, 0.3, 0.999]) {
    it(`is safe when its state file is torn after ${share * 100} percent`, async () => {
      await withState(state.slice(0, Math.floor((state.length - 2) * share)), async () => {
        const error = await refusal([share === 0.3 ? 'destroy' : 'deploy', 'my-stack', '--yes'])
        expect(error.code).to.equal('STATE_CORRUPT')
        expect(words(error))
          .to.contain(path)
          .and.to.match(/cp '.*backups.*my-stack\.json'|no backup/)
      })
    })
  }

  it('is safe when its state file was edited badly', async () => {
    await withState(state.replace('"running"', '"runing"'), async () => {
      const error = await refusal(['destroy', 'my-stack', '--yes'])
      expect(error.code).to.equal('STATE_CORRUPT')
      expect(words(error)).to.contain('status')
    })
  })

  it('is safe when a newer gm wrote its state file', async () => {
    await withState(state.replace('"schema_version": 1', '"schema_version": 99'), async () => {
      const error = await refusal(['destroy', 'my-stack', '--yes'])
      expect(error.code).to.equal('STATE_NEWER')
      expect(words(error)).to.contain('99').and.to.contain('@geuse/cli@latest')
    })
  })

  it('is rendered as it stands: no setting is asked for again, and nothing has a stand-in', async () => {
    const stdout = await world.done(['render', 'my-stack', '--output', join(world.home, 'out'), '--json'])
    const { standIns, files, folder } = JSON.parse(stdout) as { standIns: object; files: string[]; folder: string }
    expect(standIns).to.deep.equal({})
    const rendered = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
    const { public_ip, efs_id, stack_id } = JSON.parse(state) as Record<string, string>
    for (const fact of [public_ip, efs_id, stack_id, 'owner@example.com'])
      expect(
        rendered.some((text) => text.includes(fact ?? 'nothing')),
        fact,
      ).to.equal(true)
  })

  it('is still listed, with what is wrong with its state', async () => {
    await withState('{', async () => {
      const stdout = await world.done(['list', '--json'])
      expect(stdout).to.contain('my-stack').and.to.contain(path)
    })
  })

  it('is not touched by a second one that fails beside it', async () => {
    world.account.settings({ capacity: [{ code: 'InsufficientInstanceCapacity' }] })
    const ended = await world.gm(['deploy', 'second', ...small, '--json'])
    expect([ended.code, failureOf(ended).code], words(failureOf(ended))).to.deep.equal([3, 'CAPACITY'])
    world.account.settings({ capacity: [] })
    expect((await world.gm(['destroy', 'second', '--delete-data', '--yes'])).code).to.equal(0)
    expect(await world.inventory()).to.deep.equal(standing)
    expect(JSON.parse((await world.gm(['status', 'my-stack', '--json'])).stdout)).to.include({ healthy: true })
    calls = world.account.calls().length
  })
})
