// `gm logs` as somebody reads it: all of it once, over chunks, throttling and an instance that goes away for a while;
// nothing in it that hurts a terminal; Ctrl-C and `| head` end it without a word.
import { expect } from 'chai'
import { failureOf, words } from './support/cli-sandbox.js'
import { type Running, small, TestAccount } from './support/test-account.js'
import { until } from './support/until.js'

interface Line {
  readonly source: string
  readonly time: string | null
  readonly text: string
}

const n8n = Array.from({ length: 700 }, (_, index) => `execution ${index} ${'x'.repeat(index % 70)}`)
const postgres = Array.from({ length: 150 }, (_, index) => `checkpoint ${index}`)

describe('gm logs', function () {
  this.timeout(240_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
    await world.done(['deploy', 'my-stack', ...small])
  })
  after(() => world.close())
  beforeEach(() => void world.account.settings({ output: { n8n, postgres }, silentAgents: false }))
  afterEach(() => world.account.faults.remove())

  const lines = async (args: readonly string[]): Promise<Line[]> => {
    return (await world.done(['logs', 'my-stack', '--json', ...args]))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  }
  const textsOf = (source: string, told: readonly Line[]): string[] =>
    told.filter((line) => line.source === source).map(({ text }) => text)

  it('tells the last lines of each container after the boot log, whose each is in front', async () => {
    const { code, stdout, stderr } = await world.gm(['logs', 'my-stack'])
    expect([code, stderr]).to.deep.equal([0, ''])
    const told = stdout.trimEnd().split('\n')
    expect(told)
      .to.include('boot     │ gm-boot: ready')
      .and.to.include(`n8n      │ ${n8n.at(-1)}`)
    for (const [front, count] of Object.entries({ n8n: 100, postgres: 100 }))
      expect(told.filter((line) => line.startsWith(front))).to.have.length(count)
  })

  it('tells every line once as JSON, past what one answer holds, however often it is throttled', async () => {
    world.account.faults.add({ operation: 'SendCommand', effect: 'throttle', times: 7 })
    const told = await lines(['--tail', 'all'])
    expect(textsOf('n8n', told)).to.deep.equal(n8n)
    expect(textsOf('postgres', told)).to.deep.equal(postgres)
    expect(new Set(textsOf('boot', told)).size).to.equal(textsOf('boot', told).length)
    expect(told.find(({ source }) => source === 'n8n')?.time).to.match(/^2026-01-01T/)
  })

  it('is of one service, or of the boot', async () => {
    expect([...new Set((await lines(['-s', 'postgres'])).map(({ source }) => source))]).to.deep.equal(['postgres'])
    expect([...new Set((await lines(['-s', 'boot'])).map(({ source }) => source))]).to.deep.equal(['boot'])
  })

  it('shows nothing that moves a cursor', async () => {
    world.account.settings({
      output: { n8n: ['\u001b[2J\u001b[31mred\u001b[0m', 'a\rb\u0007\u009b1A', 'next\nn8n │ forged'] },
    })
    const { stdout } = await world.gm(['logs', 'my-stack', '-s', 'n8n'])
    expect(stdout).to.equal('n8n      │ red\nn8n      │ ab\nn8n      │ next n8n │ forged\n')
  })

  /** Waits for a text on stdout. */
  const shown = ({ child }: Running, said: { stdout: string }, text: string) => {
    child.stdout?.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
    return () => until(text, () => (said.stdout.includes(text) ? true : undefined))
  }

  it('is followed over a reboot; Ctrl-C ends it at once and without a word', async () => {
    const output = { n8n: ['before'] }
    world.account.settings({ output })
    const said = { stdout: '' }
    const running = world.start(['logs', 'my-stack', '-s', 'n8n', '-f'])
    await shown(running, said, 'before')()
    world.account.settings({ silentAgents: true })
    const seen = world.account.calls().length
    await until('a question in vain', () =>
      world.account
        .calls()
        .slice(seen)
        .some(({ code }) => code === 'InvalidInstanceId')
        ? true
        : undefined,
    )
    world.account.settings({ silentAgents: false, output: { n8n: ['before', 'after'] } })
    await until('the line after the reboot', () => (said.stdout.includes('after') ? true : undefined))
    const since = Date.now()
    running.child.kill('SIGINT')
    const { code, stdout, stderr } = await running.ended
    expect([code, Date.now() - since < 2000]).to.deep.equal([130, true])
    expect(stdout).to.equal('n8n      │ before\nn8n      │ after\n')
    expect(stderr).to.contain('is not registered with Systems Manager').and.to.contain('the instance answers, after')
    expect(stderr).not.to.contain('interrupted').and.not.to.contain('Ctrl-C')
  })

  it('ends when nobody reads any more', async () => {
    const { child, ended } = world.start(['logs', 'my-stack', '-f', '--tail', 'all'])
    child.stdout?.once('data', () => child.stdout?.destroy())
    const { code, stderr } = await ended
    expect([code, stderr]).to.deep.equal([0, ''])
  })

  it('is the console where no agent answers', async () => {
    world.account.settings({ silentAgents: true })
    const { stdout, stderr } = await world.gm(['logs', 'my-stack'])
    expect(stdout).to.contain('console  │ gm-boot: ready')
    expect(stderr).to.contain('this is its console')
  })

  it('refuses what it does not know, with what can be typed', async () => {
    const refusals: Record<string, string> = {
      '--service n8m': 'did you mean n8n?',
      '--service nothing': 'there are: postgres, n8n, edge, boot, all',
      '--since yesterday': '--since 10m',
      '--tail many': '--tail all',
      '--service $(id)': 'has no service',
    }
    for (const [args, text] of Object.entries(refusals)) {
      const ended = await world.gm(['logs', 'my-stack', ...args.split(' '), '--json'])
      expect(ended.code, args).to.equal(2)
      expect(ended.stdout.trimEnd().split('\n')).to.have.length(1)
      expect(words(failureOf(ended))).to.contain(text)
    }
  })

  it('names what has become of a stack that has no instance', async () => {
    expect((await world.gm(['destroy', 'my-stack', '--yes'])).code).to.equal(0)
    const ended = await world.gm(['logs', 'my-stack', '--json'])
    expect([ended.code, failureOf(ended).code]).to.deep.equal([2, 'NOT_FOUND'])
    expect(words(failureOf(ended)))
      .to.contain('it is destroyed')
      .and.to.contain('gm deploy my-stack')
  })
})
