// The main job, end to end, as its user types it: deploy, look, deploy again, destroy, come back, leave nothing.
import { expect } from 'chai'
import { parts } from './support/parts.js'
import { counts, small, TestAccount } from './support/test-account.js'

/** Fields of the published document that a stack of this tier has no value for. */
const absent = ['dns_record', 'going_back', 'keypair_name', 'run', 'update_backup']

describe('the main job', function () {
  this.timeout(180_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  const versions = async (): Promise<string[]> =>
    ((await world.inventory())['parameter'] ?? []).map(({ id, tags }) => `${id} ${tags['version']}`).toSorted()
  let first: { fileSystem: string; parameters: string[] }

  it('deploys exactly one of each thing', async () => {
    const stdout = await world.done(['deploy', 'my-stack', ...small])
    expect(stdout).to.contain('https://203.0.113.').and.to.contain('gm credentials my-stack')
    const found = await world.inventory()
    const { parameter, ...others } = counts(found)
    expect(others).to.deep.equal(parts)
    expect(parameter).to.be.greaterThan(3)
    first = { fileSystem: found['file-system']?.[0]?.id ?? '', parameters: await versions() }
  })

  it('records every field of the document that other tools read', async () => {
    const document = await world.document('my-stack')
    expect(
      Object.keys(document)
        .filter((field) => document[field] === null)
        .toSorted(),
    ).to.deep.equal(absent)
    const { vpc, 'security-group': group, instance } = await world.inventory()
    expect(document).to.include({ vpc_id: vpc?.[0]?.id, instance_id: instance?.[0]?.id })
    expect(document['tier_outputs']).to.deep.equal({
      security_group_id: group?.find(({ tags }) => tags['geusemaker:node'] === 'security-group-instance')?.id,
    })
  })

  it('says how the stack is, and gives its passwords', async () => {
    const status = await world.gm(['status', 'my-stack', '--json'])
    expect(status.code, status.stderr).to.equal(0)
    expect(JSON.parse(status.stdout)).to.include({ healthy: true })
    const { credentials } = JSON.parse((await world.gm(['credentials', 'my-stack', '--json'])).stdout) as {
      credentials: { secret: string; username: string }[]
    }
    expect(credentials[0]).to.include({ username: 'owner@example.com' })
    expect(credentials[0]?.secret).to.match(/^(?=.*\d)(?=.*[A-Z])[A-Za-z0-9]+$/)
  })

  it('changes nothing when deployed again', async () => {
    const before = world.account.calls().length
    await world.done(['deploy', 'my-stack'])
    const mutating = world.account
      .calls()
      .slice(before)
      .filter((call) => call.mutating && call.operation !== 'SendCommand')
    expect(mutating.map(({ operation }) => operation)).to.deep.equal([])
  })

  it('keeps data through destroy and deploy', async () => {
    const destroyed = await world.gm(['destroy', 'my-stack', '--yes'])
    expect(destroyed.code, destroyed.stderr).to.equal(0)
    expect(destroyed.stdout.replaceAll(/\s+/g, ' ')).to.match(
      /Its file system holds \d+ KiB; at \$0\.30 a GB and month that is less than a cent a month/,
    )
    expect(Object.keys(counts(await world.inventory())).toSorted()).to.deep.equal(['file-system', 'parameter'])
    await world.done(['deploy', 'my-stack', '--yes'])
    expect((await world.inventory())['file-system']?.[0]?.id).to.equal(first.fileSystem)
    expect(await versions()).to.deep.equal(first.parameters)
    expect(first.parameters.every((line) => line.endsWith(' 1'))).to.equal(true)
  })

  it('leaves nothing after destroy with --delete-data', async () => {
    const stdout = await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(stdout).to.match(/Recovery points .* 35\s+days/s)
    expect(await world.inventory()).to.deep.equal({})
    expect(JSON.parse((await world.gm(['list', '--json'])).stdout)).to.deep.equal([])
  })
})
