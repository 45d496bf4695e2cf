// A plugin of somebody else, installed from a file without a network: its service is shown, rendered and deployed like
// any other. One that throws stops what makes things, before AWS is asked; a living stack is looked after all the same.
import type { RunEvent } from '@geuse/plugin-api'
import { expect } from 'chai'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOf } from './support/cli-sandbox.js'
import { listening, offline, packPlugin, throwing, whoami } from './support/foreign-plugin.js'
import { small, TestAccount } from './support/test-account.js'

const both = small.map((word) => (word === 'n8n' ? 'n8n,whoami' : word))

describe('a plugin of somebody else', function () {
  this.timeout(240_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
    const file = await packPlugin(world, 'gm-plugin-whoami', '1.2.3', whoami)
    await world.done(['plugins', 'install', `file:${file}`], offline(world))
  })
  after(() => world.close())

  it('is shown with its name, version and settings', async () => {
    const stdout = await world.done(['services', '--json'])
    const service = (JSON.parse(stdout) as { id: string }[]).find(({ id }) => id === 'whoami')
    expect(service).to.deep.include({
      plugin: 'gm-plugin-whoami@1.2.3',
      ports: { http: 8088 },
      settings: {
        image: { default: 'docker.io/traefik/whoami:v1.11.0', about: null, isEmail: false },
        greeting: { default: 'hello', about: 'what it says first', isEmail: false },
      },
    })
  })

  it('is rendered', async () => {
    const folder = join(world.home, 'rendered')
    await world.done([
      'render',
      'my-stack',
      ...both.filter((word) => word !== '--yes'),
      '--set',
      'whoami.greeting=good day',
      '--output',
      folder,
    ])
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('compose.yaml'))
    expect(await readFile(join(folder, names[0] ?? ''), 'utf8'))
      .to.contain('traefik/whoami:v1.11.0')
      .and.to.contain('good day')
  })

  it('is deployed, and recorded as a part of the stack', async () => {
    await world.done(['deploy', 'my-stack', ...both])
    const status = await world.gm(['status', 'my-stack', '--json'])
    expect(status.stdout).to.contain('whoami')
    expect((await world.document('my-stack'))['plugins']).to.deep.include({
      name: 'gm-plugin-whoami',
      version: '1.2.3',
      tiers: [],
      services: [{ id: 'whoami', volumes: {} }],
    })
  })

  it('hears a run from start to end, beside others of its kind that throw and never end', async () => {
    const file = await packPlugin(world, 'gm-plugin-pager', '1.0.0', listening)
    await world.done(['plugins', 'install', `file:${file}`], offline(world))
    await demandHeard(['update', 'my-stack', '--set', 'whoami.greeting=good day', '--yes'])
    await demandHeard(['stop', 'my-stack', '--yes'])
    await world.done(['plugins', 'uninstall', 'gm-plugin-pager'], offline(world))
  })

  /** What a sink heard of a run is what the run's own file says of it. */
  async function demandHeard(args: readonly string[]): Promise<void> {
    const HEARD = join(world.home, `heard of ${args[0]}.jsonl`)
    await world.done(args, { HEARD })
    const heard = await readFile(HEARD, 'utf8')
    const [first, ...rest] = heard
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent)
    expect(first).to.include({ type: 'run.started', operation: args[0], stack: 'my-stack' })
    expect(rest.at(-1)).to.include({ type: 'run.finished', outcome: 'succeeded', run: first?.run })
    expect(heard).to.equal(await readFile(join(world.home, 'runs', `${first?.run}.jsonl`), 'utf8'))
  }

  it('that throws stops a deploy before AWS is asked anything, and is named', async () => {
    const file = await packPlugin(world, 'gm-plugin-bad', '6.6.6', throwing)
    expect((await world.gm(['plugins', 'install', `file:${file}`], offline(world))).code).to.equal(0)
    const calls = world.account.calls().length
    for (const args of [
      ['deploy', 'my-stack', '--yes'],
      ['render', 'my-stack', '--output', join(world.home, 'none')],
    ]) {
      const ended = await world.gm([...args, '--json'])
      const error = failureOf(ended)
      expect([ended.code, error.code, error.plugin]).to.deep.equal([4, 'PLUGIN_FAILED', 'gm-plugin-bad@6.6.6'])
      expect(error.message).to.contain('the licence file is not there')
      expect(error.hints).to.include('gm plugins uninstall gm-plugin-bad')
    }
    expect(world.account.calls().length).to.equal(calls)
  })

  it('that throws keeps nobody from looking at a stack, nor from destroying it', async () => {
    const status = await world.gm(['status', 'my-stack', '--json'])
    expect(status.code, status.stderr).to.equal(0)
    expect(status.stderr).to.contain('gm-plugin-bad@6.6.6').and.to.contain('gm plugins uninstall gm-plugin-bad')
    const destroyed = await world.gm(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(destroyed.code, destroyed.stderr).to.equal(0)
    expect(destroyed.stderr).to.contain('gm-plugin-bad@6.6.6')
    expect(await world.inventory()).to.deep.equal({})
  })
})
