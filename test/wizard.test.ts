// The questions of a first deploy, answered to the login; left at each of them, with nothing changed; and the same
// stack from the command that they print, and from the file that they save.
import { expect } from 'chai'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestAccount } from './support/test-account.js'

const enter = '\r'
const ctrlC = '\u0003'

/** Each question, by words of it, with an answer. */
const questions = [
  ['Stack name?', enter],
  ['How shall it stand in AWS?', enter],
  ['In which region?', enter],
  ['In which network?', enter],
  ['Which services?', enter],
  ['Use a spot instance', enter],
  ['n8n.owner-email', `me@example.com${enter}`],
  ['And now?', enter],
  ['Deploy ai-stack-', `y${enter}`],
] as const

describe('gm deploy without a name', function () {
  this.timeout(240_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())
  beforeEach(() => world.reset())

  const changed = (): string[] =>
    world.account.calls().flatMap(({ mutating, operation }) => (mutating ? [operation] : []))
  const stacks = async (): Promise<string[]> =>
    (await readdir(join(world.home, 'deployments'))).filter((file) => file.endsWith('.json'))

  it('asks for everything, shows what was chosen and the command that does the same, and deploys', async () => {
    const shown = await world.onTerminal(questions.flat(), ['deploy'])
    expect(shown).to.match(/exit 0\s*$/)
    expect(shown).to.match(/dev +One spot instance, EFS, a stable address, about \$\d+ a month/)
    expect(shown).to.match(/spot instance \(about \$\d+ a month\) and not one on demand \(about \$\d+ a month\)/)
    const { 1: name = '', 2: flags = '' } = /gm deploy (ai-stack-\d{8}) (--tier.*)/.exec(shown) ?? []
    expect(flags.trim()).to.equal('--tier dev --region us-east-1 --vpc new --set n8n.owner-email=me@example.com')
    const document = await world.document(name)
    expect(document).to.include({ status: 'running', tier: 'dev', region: 'us-east-1' })
    const { code } = await world.gm(['deploy', name, ...flags.trim().split(' '), '--json'])
    expect(code).to.equal(0)
    expect((await world.document(name))['config']).to.deep.equal(document['config'])
  })

  for (const [index, [question]] of questions.entries())
    it(`changes nothing when somebody leaves at: ${question}`, async () => {
      const answered = questions.slice(0, index).flat()
      const shown = await world.onTerminal([...answered, question, ctrlC], ['deploy'])
      expect(shown).to.match(/exit 130\s*$/)
      expect(shown).to.contain('nothing was done')
      expect(changed()).to.deep.equal([])
      expect(await stacks()).to.deep.equal([])
    })

  it('asks nothing that was said, and saves what was answered as a config file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gm wizard '))
    const file = join(folder, 'mine.yaml')
    const down = '\u001b[B'
    const answers = [
      ...['Stack name?', `my-stack${enter}`, 'In which network?', enter, 'Which services?', enter],
      ...['n8n.owner-email', `me@example.com${enter}`, 'And now?', `${down}${down}${enter}`],
      ...['Config file?', `\u0015${file}${enter}`],
    ]
    const said = ['deploy', '--tier', 'automation', '--region', 'eu-west-1', '--on-demand']
    const shown = await world.onTerminal(answers, said)
    expect(shown)
      .to.contain('Saved, and nothing was deployed')
      .and.to.match(/exit 2\s*$/)
    expect(await readFile(file, 'utf8')).to.equal(
      'on-demand: true\ntier: automation\nregion: eu-west-1\nvpc: new\nset:\n  n8n:\n    owner-email: me@example.com\n',
    )
    const rendered = await world.gm(['render', 'my-stack', '-c', file, '--output', join(folder, 'out'), '--json'])
    expect(rendered.code, rendered.stdout).to.equal(0)
    expect(changed()).to.deep.equal([])
    await rm(folder, { recursive: true })
  })
})
