// Plugins that do the worst: each is named with its version and cause, soon, before AWS is asked anything; and what
// looks after stacks works as if it were not there.
import { expect } from 'chai'
import { join } from 'node:path'
import { CliSandbox, failureOf, words } from './support/cli-sandbox.js'
import { hostile, linkHostile } from './support/hostile-plugins.js'
import { small, TestAccount } from './support/test-account.js'

/** Looks after a stack, or only tells of gm itself; and the exit code without the plugin. */
const unharmed: readonly (readonly [typed: string, code: number])[] = [
  ['--help', 0],
  ['--version', 0],
  ['list', 0],
  ['status no-such-stack', 2],
  ['destroy no-such-stack --yes', 2],
]

describe('a plugin that', function () {
  this.timeout(90_000)
  for (const [way, plugin] of Object.entries(hostile))
    it(`${way}: ${plugin.said === undefined ? 'does no harm' : 'is named, and stops a deploy'}`, async () => {
      const desk = await CliSandbox.open()
      try {
        await linkHostile(join(desk.folder, 'bad'), join(desk.folder, 'data'), [plugin])
        if (plugin.said !== undefined) await expectNamed(desk, plugin.said)
        const ended = await Promise.all(unharmed.map(([typed]) => desk.gm(typed.split(' '))))
        const codes = ended.map(({ code }, index) => [unharmed[index]?.[0], code])
        expect(codes, ended.map(({ stderr }) => stderr).join('\n')).to.deep.equal(unharmed)
      } finally {
        await desk.close()
      }
    })
})

describe('a living stack', function () {
  this.timeout(240_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
    await world.done(['deploy', 'my-stack', ...small])
  })
  after(() => world.close())

  const linked = (plugins: Parameters<typeof linkHostile>[2]) =>
    linkHostile(join(world.home, 'bad'), world.env()['GM_DATA_DIR'] ?? '', plugins)
  const looks = [['list'], ['status', 'my-stack'], ['logs', 'my-stack', '--tail', '1'], ['credentials', 'my-stack']]

  for (const [way, plugin] of Object.entries(hostile))
    it(`is looked after beside a plugin that ${way}`, async () => {
      await linked([plugin])
      const ended = await Promise.all(looks.map((typed) => world.gm(typed)))
      const codes = ended.map(({ code }) => code)
      expect(codes, ended.map(({ stderr }) => stderr).join('\n')).to.deep.equal(looks.map(() => 0))
      expect(ended[0]?.stdout).to.contain('my-stack')
    })

  it('is destroyed beside all of them', async () => {
    await linked(Object.values(hostile))
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    expect(await world.inventory()).to.deep.equal({})
  })
})

async function expectNamed(desk: CliSandbox, said: RegExp): Promise<void> {
  const ended = await desk.gm(['deploy', 'my-stack', '--yes', '--json'])
  const error = failureOf(ended)
  expect([ended.code, error.code], error.message).to.deep.equal([4, 'PLUGIN_FAILED'])
  expect(error.message).to.contain('acme-bad@9.9.9')
  expect(words(error)).to.match(said).and.to.contain('gm plugins uninstall acme-bad')
}
