// An organisation that demands tags, a boundary of rights and a key of its own: everything that gm makes has them, and
// what it renders says so.
import { expect } from 'chai'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOf, words } from './support/cli-sandbox.js'
import { small, TestAccount } from './support/test-account.js'

const boundary = 'arn:aws:iam::123456789012:policy/boundary'
const key = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555'
const demanded = [
  '--tag',
  'team=data',
  '--tag',
  'cost-center=1234',
  '--permissions-boundary',
  boundary,
  '--kms-key',
  key,
]
const tags = { team: 'data', 'cost-center': '1234' }

/** What carries no tags in the emulator, or none at all. */
const untagged = ['mount-target', 'interface', 'instance-profile', 'parameter', 'bundle']

describe('an account that is governed', function () {
  this.timeout(120_000)
  let account: TestAccount
  before(async () => {
    account = await TestAccount.open()
    const { code, stderr } = await account.gm(['deploy', 'my-stack', ...small, ...demanded])
    expect(code, stderr).to.equal(0)
  })
  after(() => account.close())

  it('has its tags on everything that can carry them', async () => {
    const inventory = await account.inventory()
    const lacking = Object.entries(inventory)
      .filter(([type]) => !untagged.includes(type))
      .flatMap(([type, things]) => things.map((thing) => ({ type, ...thing })))
      .filter((thing) => Object.entries(tags).some(([name, value]) => thing.tags[name] !== value))
    expect(lacking).to.deep.equal([])
    const made = account.account
      .calls()
      .filter(({ operation }) => ['PutParameter', 'CreateInstanceProfile'].includes(operation))
    expect(made.length).to.be.greaterThan(2)
    for (const { params } of made) expect(JSON.stringify(params)).to.contain('cost-center')
  })

  it('has its boundary on the role', async () => {
    const [role] = (await account.inventory())['role']!
    const { Role } = await account.call<{ Role: { PermissionsBoundary: { PermissionsBoundaryArn: string } } }>(
      'iam',
      'get_role',
      { RoleName: role!.id },
    )
    expect(Role.PermissionsBoundary.PermissionsBoundaryArn).to.equal(boundary)
  })

  it('has its key on files, disk and secrets, and the instance may open these', async () => {
    const { FileSystems } = await account.call<{ FileSystems: { KmsKeyId: string }[] }>('efs', 'describe_file_systems')
    expect(FileSystems.map(({ KmsKeyId }) => KmsKeyId)).to.deep.equal([key])
    const calls = account.account.calls()
    for (const operation of ['CreateLaunchTemplate', 'PutParameter', 'PutRolePolicy'])
      for (const { params } of calls.filter((call) => call.operation === operation && call.params['Type'] !== 'String'))
        expect(JSON.stringify(params), operation).to.contain(key)
  })

  it('is told of its key in the policies that are rendered', async () => {
    const folder = join(account.home, 'rendered')
    const { code, stderr } = await account.gm(['render', 'my-stack', '--output', folder])
    expect(code, stderr).to.equal(0)
    for (const file of ['deployer-policy.json', 'instance-policy.json'])
      expect(await readFile(join(folder, file), 'utf8')).to.contain(key)
  })

  it('keeps what it was made with in a second deploy, and refuses other things', async () => {
    const again = await account.gm(['deploy', 'my-stack', '--yes'])
    expect(again.code, again.stderr).to.equal(0)
    const ended = await account.gm(['deploy', 'my-stack', '--tag', 'team=ops', '--yes', '--json'])
    expect(failureOf(ended)).to.include({ code: 'STACK_DIFFERS' })
  })

  it('is refused what is no boundary, no key and no tag, all at once, before AWS is asked', async () => {
    const before = account.account.calls().length
    const asked = ['--permissions-boundary', 'boundary', '--kms-key', 'alias/mine', '--tag', 'Name=mine']
    const ended = await account.gm(['deploy', 'other-stack', ...small, ...asked, '--json'])
    const text = words(failureOf(ended))
    expect(ended.code, text).to.equal(2)
    for (const flag of ['--permissions-boundary', '--kms-key', '--tag']) expect(text).to.contain(`${flag}: must be`)
    expect(account.account.calls().length).to.equal(before)
  })
})
