// A stack watched while its world goes wrong: what is shown, told and mended, and what is left alone. Time is the
// clock's of gm, which runs faster than the wall's.
import { expect } from 'chai'
import { monitor, type Look, type MonitorEntry } from '@geuse/core/monitor'
import { KillSwitch } from './support/kill-switch.js'
import { lendCredentials } from './support/lend-credentials.js'
import { processHost } from './support/process-host.js'
import { terminate } from './support/tamper.js'
import { small, TestAccount } from './support/test-account.js'

describe('gm monitor', function () {
  this.timeout(240_000)
  let world: TestAccount
  let takeBack: () => void
  before(async () => {
    world = await TestAccount.open()
    takeBack = lendCredentials(world.account.env)
    await world.done(['deploy', 'my-stack', ...small])
  })
  after(async () => {
    takeBack()
    await world.close()
  })
  beforeEach(() => void world.account.settings({ unhealthy: [], silentAgents: false }))

  /**
   * Watches until somebody has seen enough.
   * @param seen is told of every entry; true is enough
   */
  const watched = async (
    heal: boolean,
    seen: (entry: MonitorEntry, looks: number) => boolean | Promise<boolean>,
  ): Promise<readonly MonitorEntry[]> => {
    const life = new KillSwitch(undefined)
    const { host, close } = await processHost(world, life)
    const { signal } = new AbortController()
    const entries: MonitorEntry[] = []
    try {
      const request = { name: 'my-stack', interval: 10, once: false, heal }
      for await (const entry of await monitor(host, request, (work) => work(() => undefined), signal)) {
        entries.push(entry)
        if (await seen(entry, entries.filter(({ type }) => type === 'look').length)) break
      }
    } finally {
      close()
    }
    return entries
  }
  const looksOf = (entries: readonly MonitorEntry[]): Look[] =>
    entries.filter((entry): entry is Look => entry.type === 'look')
  const instance = async (): Promise<string> => String((await world.document('my-stack'))['instance_id'])

  it('looks once, for people and for scripts, with an exit code', async () => {
    const json = await world.gm(['monitor', 'my-stack', '--once', '--json'])
    expect([json.code, json.stdout.trimEnd().split('\n').length]).to.deep.equal([0, 1])
    expect(JSON.parse(json.stdout)).to.deep.include({
      type: 'look',
      stack: 'my-stack',
      verdict: 'healthy',
      changes: [],
    })
    world.account.settings({ unhealthy: ['n8n'] })
    const human = await world.gm(['monitor', 'my-stack', '--once'])
    expect([human.code, human.stdout]).to.satisfy(([, text]: [number, string]) => text.includes('n8n'))
    expect(human.code).to.equal(3)
  })

  it('draws a table on a terminal, and gives the cursor back at Ctrl-C', async () => {
    const shown = await world.onTerminal(['until Ctrl-C', '\u0003'], ['monitor', 'my-stack', '--interval', '300'])
    expect(shown).to.contain('SERVICE').and.to.contain('postgres').and.to.contain('every 300 s')
    expect(shown.lastIndexOf('\u001b[?25h')).to.be.greaterThan(shown.lastIndexOf('\u001b[?25l'))
    expect(shown).to.match(/exit 130\s*$/)
  })

  it('sees a service that fails: a warning, then critical, then well again; and leaves it alone', async () => {
    const before = await instance()
    const entries = await watched(true, (_entry, looks) => {
      world.account.settings({ unhealthy: looks >= 1 && looks < 5 ? ['n8n'] : [] })
      return looks === 6
    })
    expect(looksOf(entries).map(({ verdict }) => verdict)).to.deep.equal([
      'healthy',
      'warning',
      'warning',
      'critical',
      'critical',
      'healthy',
    ])
    expect(looksOf(entries)[3]?.changes).to.deep.include({ of: 'n8n', from: 'warning', to: 'critical' })
    expect(looksOf(entries)[3]?.signals.map(({ source }) => source)).to.deep.equal(['services'])
    expect(entries.every(({ type }) => type === 'look')).to.equal(true)
    expect(await instance()).to.equal(before)
  })

  it('sees an agent that falls silent, and leaves the instance alone', async () => {
    const before = await instance()
    const entries = await watched(true, (_entry, looks) => {
      world.account.settings({ silentAgents: looks < 6 })
      return looks === 6
    })
    expect(
      looksOf(entries)
        .at(-2)
        ?.signals.map(({ source }) => source),
    ).to.deep.equal(['agent'])
    expect(entries.every(({ type }) => type === 'look')).to.equal(true)
    expect(await instance()).to.equal(before)
  })

  it('heals a stack whose instance is gone and silent, which a monitor without --heal only tells', async () => {
    const lost = await instance()
    await terminate(world, lost)
    const told = await watched(false, (_entry, looks) => looks === 5)
    expect(told.every(({ type }) => type === 'look')).to.equal(true)
    expect(
      looksOf(told)
        .at(-1)
        ?.signals.map(({ source }) => source),
    ).to.deep.equal(['ec2', 'agent'])
    const entries = await watched(true, (entry) => entry.type === 'look' && entry.verdict === 'healthy')
    const types = entries.map(({ type }) => type).filter((type) => type !== 'look')
    expect(types).to.deep.equal(['healing', 'healed'])
    expect(await instance()).not.to.equal(lost)
  })

  it('tells of a spot notice as it comes, and heals when the instance has stopped its services', async () => {
    const doomed = await instance()
    world.account.settings({ speed: 40 })
    const entries = await watched(true, (entry, looks) => {
      if (looks === 1 && entry.type === 'look') world.account.interruptSpot(doomed)
      return entry.type === 'look' && looks > 1 && entry.verdict === 'healthy' && entry.instance.id !== doomed
    })
    const noticed = looksOf(entries).find(({ notice }) => notice?.kind === 'interruption')
    expect(noticed?.changes.map(({ of }) => of)).to.include('notice')
    expect(entries.map(({ type }) => type)).to.include.members(['healing', 'healed'])
    const history = (await world.document('my-stack'))['rollback_history'] as { readonly trigger: string }[]
    expect(history.at(-1)).to.include({ trigger: 'spot_interruption' })
  })
})
