// What a stack with a domain of its own shows of itself, in a pipe and as JSON: where to go and which record leads
// there, what it costs, where data is and when it is lost; and that the two forms say the same.
import { expect } from 'chai'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root, TestAccount } from './support/test-account.js'

const owner = ['--set', 'n8n.owner-email=owner@example.com'] as const

/** A text that says so without naming the volumes on the instance's own disk is not true. */
const promise =
  /same data|(keeps?|keeping) (its|your|the) data|everything but (its|your|the) data|data (stays?|survives?|is kept|was kept)/i

describe('what is written about data', () => {
  for (const path of [
    'README.md',
    'ARCHITECTURE.md',
    'CHANGELOG.md',
    'docs/reference/commands.md',
    'oclif.manifest.json',
  ])
    it(`promises nothing that is not kept: ${path}`, async () => {
      expect(await readFile(join(root, path), 'utf8')).to.not.match(promise)
    })
})

describe('what is shown', function () {
  this.timeout(180_000)
  let world: TestAccount
  let address: string
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  const said = async (...args: string[]): Promise<string> => {
    const stdout = await world.done(args)
    return stdout
  }
  const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await said(...args, '--json')) as T

  it('is plain lines in a pipe, with the record of the domain, the costs, and what the browser will say', async () => {
    const text = await said(
      'deploy',
      'my-stack',
      '--services',
      'n8n,qdrant',
      ...owner,
      '--domain',
      'n8n.example.com',
      '--yes',
    )
    address = String((await world.document('my-stack'))['public_ip'])
    expect(text).to.not.match(/[╭╮╰╯│]/)
    expect(text).to.contain(`n8n.example.com needs the record A ${address}`)
    expect(text).to.match(/Cost +\$0\.\d{4} to \$0\.\d{4} an hour, about \$\d+ to \$\d+ a month/)
    expect(text).to.match(
      /disk of 60 GiB \$0\.0066, public IPv4 address \$0\.0050; beside it \$0\.30 a GB and month on EFS/,
    )
    expect(text).to.contain('not included: reads and writes of EFS, its backups, traffic')
    expect(text).to.match(
      /copied to EFS; lost of it when it goes without a warning:\n +qdrant\/storage \(the last 15 min at most\)\n/,
    )
    expect(text).to.contain('A browser warns at the first visit')
  })

  it('buys one of the types of the plan, and keeps what it costs to its price', async () => {
    const { nodes } = (await world.document('my-stack')) as { nodes: { instance: { outputs: { type: string } } } }
    expect(nodes.instance.outputs).to.include({ cpuCredits: 'standard' })
    const changed = world.account.calls().filter(({ operation }) => operation === 'ModifyInstanceCreditSpecification')
    expect(changed).to.have.length(1)
    expect(await said('deploy', 'my-stack')).to.match(/Instance +t3a\.\w+ spot in \S+, CPU credits standard/)
  })

  it('is the record of the domain in status and list too', async () => {
    expect(await said('status', 'my-stack')).to.contain(`n8n.example.com needs the record A ${address}`)
    expect(await said('list')).to.match(new RegExp(`https://n8n\\.example\\.com +A ${address}`))
    const [listed] = await json<{ dns: unknown }[]>('list')
    expect(listed?.dns).to.deep.equal({ name: 'n8n.example.com', type: 'A', value: address })
  })

  it('says in both forms that a second deploy had nothing to do', async () => {
    const text = await said('deploy', 'my-stack')
    expect(text).to.contain('my-stack is up, there was nothing to do').and.to.not.contain('price unknown')
    const { unchanged, outcome } = await json<{ unchanged: boolean; outcome: { made: string[]; kept: string[] } }>(
      'deploy',
      'my-stack',
    )
    expect({ unchanged, made: outcome.made }).to.deep.equal({ unchanged: true, made: [] })
    expect(text).to.contain(`Keeps     ${outcome.kept.length} that are there already`)
  })

  it('gives passwords with ids that stay, and the URL that they are for', async () => {
    const shown = await json<{ url: string; credentials: { id: string }[] }>('credentials', 'my-stack')
    expect(shown.url).to.equal('https://n8n.example.com')
    expect(shown.credentials.map(({ id }) => id)).to.deep.equal(['qdrant/api-key', 'n8n/owner-password'])
    expect(await said('credentials', 'my-stack')).to.contain('https://n8n.example.com')
  })

  it('renders a stack that exists from what its document holds, and asks nothing again', async () => {
    const folder = join(world.home, 'rendered')
    expect(await said('render', 'my-stack', '--output', folder)).to.not.contain('Stand-ins')
    expect(await readFile(join(folder, 'plan', 'stack.tsv'), 'utf8')).to.contain(
      String((await world.document('my-stack'))['efs_id']),
    )
  })

  it('says before a destroy what is lost with the instance, and what stays', async () => {
    const text = await said('destroy', 'my-stack', '--yes')
    expect(text).to.contain('Loses what was not copied to EFS yet of: qdrant/storage (the last 15 min at most)\n')
    expect(text).to.match(
      /Keeps what is on EFS and the passwords \(.*\): postgres\/data, qdrant\/snapshots, n8n\/home\n/,
    )
    expect(text).to.contain('brings it back with what is on EFS').and.to.not.contain('same data')
    expect(await said('status', 'my-stack'))
      .to.contain('my-stack is destroyed')
      .and.to.not.contain('healthy')
  })

  it('says that nothing stays where all data is to go', async () => {
    const text = await said('destroy', 'my-stack', '--delete-data', '--yes')
    expect(text).to.contain('Loses everything on EFS').and.to.not.contain('Keeps')
  })
})
