// A stack whose plugins go while it lives: its service's, and that of its tier and of a resource; uninstalled, and
// broken. Every command says which part is from which plugin and what brings it back, and what needs none of them goes
// on.
import { expect } from 'chai'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failureOf, words } from './support/cli-sandbox.js'
import { packPlugin, tiers, whoami } from './support/foreign-plugin.js'
import { NpmRegistry } from './support/npm-registry.js'
import { type Ended, small, TestAccount } from './support/test-account.js'

const service = {
  plugin: 'gm-plugin-whoami@1.2.3',
  source: whoami.replace('probes:', 'volumes: { log: { kind: "shared", owner: 0 } }, probes:'),
}
const tier = { plugin: 'gm-plugin-acme@1.0.0', source: tiers }
const deployed = [
  'deploy',
  'my-stack',
  '--tier',
  'acme',
  ...small.map((word) => (word === 'n8n' ? 'n8n,whoami' : word)),
]

/** A way to lose a plugin, and what is said of it. */
interface Loss {
  readonly how: string
  readonly code: string
  readonly reason: string
  readonly lose: (name: string) => Promise<unknown>
}

describe('a stack whose plugin is gone', function () {
  this.timeout(240_000)
  let world: TestAccount
  let scratch: string
  let registry: NpmRegistry

  /** Runs `gm` with npm and the registry within its reach. */
  const gm = (...args: readonly string[]): Promise<Ended> => world.gm(args, { ...registry.env, GEUSEMAKER_YES: 'true' })
  /** Runs a command that a hint names. */
  const typed = async (line: string): Promise<void> => {
    for (const command of line.split(' && ')) {
      const { code, stderr } = await gm(...command.split(' ').slice(1))
      expect(code, `${command}\n${stderr}`).to.equal(0)
    }
  }
  /** @returns what status says of a stack that it calls healthy, without its frame */
  const looked = async (): Promise<string> => {
    const { code, stdout } = await gm('status', 'my-stack')
    expect(code, stdout).to.equal(0)
    return stdout.replaceAll(/[│\s]+/g, ' ')
  }
  /** Another fault of a plugin than files that were changed, which are found by their digest before they are loaded. */
  const forgetDigests = async (): Promise<void> => {
    const path = join(world.env()['GM_DATA_DIR'] ?? '', 'package.json')
    const text = await readFile(path, 'utf8')
    await writeFile(
      path,
      JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === 'digest' ? undefined : value))),
    )
  }
  const hooked = (name: string): string => join(world.env()['GM_DATA_DIR'] ?? '', 'node_modules', name, 'contribute.js')

  before(async () => {
    world = await TestAccount.open()
    scratch = await mkdtemp(join(tmpdir(), 'gm registry '))
    registry = await NpmRegistry.open(scratch)
    for (const { plugin, source } of [service, tier]) {
      const [name = '', version = ''] = plugin.split('@')
      await packPlugin(world, name, version, source)
      await registry.publish(join(world.home, 'foreign', name))
      await typed(`gm plugins install ${plugin}`)
    }
    const { code, stderr } = await gm(...deployed)
    expect(code, stderr).to.equal(0)
  })
  after(async () => {
    await world.close()
    await registry.close()
    await rm(scratch, { recursive: true, force: true })
  })

  const losses: readonly Loss[] = [
    {
      how: 'uninstalled',
      code: 'PLUGIN_MISSING',
      reason: 'is not installed',
      lose: (name) => typed(`gm plugins uninstall ${name}`),
    },
    {
      how: 'broken',
      code: 'PLUGIN_FAILED',
      reason: 'failed: the licence file is not there',
      lose: async (name) => {
        await appendFile(hooked(name), "\nthrow new Error('the licence file is not there')\n")
        await forgetDigests()
      },
    },
  ]

  for (const { how, code, reason, lose } of losses) {
    const remedy = (plugin: string): string => {
      const install = `gm plugins install ${plugin}`
      return how === 'uninstalled' ? install : `gm plugins uninstall ${plugin.split('@')[0]} && ${install}`
    }
    const refused = async (part: string, plugin: string, args: readonly string[]): Promise<void> => {
      const ended = await gm(...args, '--json')
      const error = failureOf(ended)
      expect([ended.code, error.code, error.plugin]).to.deep.equal([4, code, plugin])
      expect(error.message).to.equal(`${part} from plugin ${plugin}, which ${reason}`)
      expect(error.hints).to.deep.equal([remedy(plugin)])
    }
    const makers = [
      ['deploy', 'my-stack', '--yes'],
      ['render', 'my-stack', '--output', '/nowhere/at/all'],
    ]

    describe(`${how}, of a service`, () => {
      const { plugin } = service
      before(() => lose('gm-plugin-whoami'))

      for (const args of [...makers, ['credentials', 'my-stack']])
        it(`is told by ${args[0]}`, () => refused('service whoami of my-stack is', plugin, args))

      it('is told by status, which shows its volumes and its health all the same', async () => {
        const said = await looked()
        expect(said).to.contain('whoami/log').and.to.contain(`service whoami is from plugin ${plugin}, which ${reason}`)
        expect(said)
          .to.contain('its passwords cannot be shown, nor can the stack be repaired')
          .and.to.contain(remedy(plugin))
      })

      it('keeps nobody from list, services and tiers', async () => {
        expect((await gm('list')).stdout)
          .to.contain('my-stack')
          .and.to.contain('running')
        for (const command of ['services', 'tiers']) expect((await gm(command)).code).to.equal(0)
      })

      it('is brought back by the hint', async () => {
        await typed(remedy(plugin))
        await typed('gm credentials my-stack')
      })
    })

    describe(`${how}, of a tier and a resource`, () => {
      const { plugin } = tier
      before(() => lose('gm-plugin-acme'))

      for (const args of makers)
        it(`is told by ${args[0]}`, () => refused('tier acme, resource acme-note of my-stack are', plugin, args))

      it('is told by status', async () => {
        const said = await looked()
        expect(said).to.contain(`tier acme, resource acme-note are from plugin ${plugin}, which ${reason}`)
        expect(said).to.contain('what it requires of a running stack is not checked').and.to.contain(remedy(plugin))
      })

      it('keeps nobody from the passwords', () => typed('gm credentials my-stack'))

      it('is brought back by the hint', async () => {
        await typed(remedy(plugin))
        await typed('gm deploy my-stack --yes')
      })
    })
  }

  describe('uninstalled, when the stack is destroyed', () => {
    it('goes but for what only the plugin can destroy, with a word before the question', async () => {
      for (const name of ['gm-plugin-whoami', 'gm-plugin-acme']) await typed(`gm plugins uninstall ${name}`)
      const ended = await gm('destroy', 'my-stack', '--delete-data', '--yes', '--json')
      expect([ended.code, failureOf(ended).code]).to.deep.equal([4, 'PLUGIN_MISSING'])
      const [warnings = ''] = ended.stderr.split('Removes ')
      expect(warnings).to.contain(`service whoami is from plugin ${service.plugin}`).and.to.contain('To get it back')
      expect(warnings).to.contain(`resource acme-note are from plugin ${tier.plugin}`)
      expect(warnings).to.contain('what is of this kind cannot be destroyed without it')
      expect(words(failureOf(ended))).to.contain(`gm plugins install ${tier.plugin}`)
      expect(Object.keys(await world.inventory())).not.to.include('instance')
    })

    it('goes to the end when the plugin is back, whether or not that of a service is', async () => {
      await typed(`gm plugins install ${tier.plugin}`)
      await typed('gm destroy my-stack --delete-data --yes')
      expect(await world.inventory()).to.deep.equal({})
    })
  })
})
