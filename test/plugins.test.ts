// `gm plugins` against a registry on this computer: what is refused before it is fetched, what a registry that stops
// leaves behind, and what a plugin is in its place.
import { expect } from 'chai'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CliSandbox, failureOf } from './support/cli-sandbox.js'
import { whoami } from './support/foreign-plugin.js'
import { LoadRecord } from './support/load-record.js'
import { NpmRegistry } from './support/npm-registry.js'
import { type Ended, root } from './support/test-account.js'

const command = `throw new Error('a start of gm has loaded this')\n`

describe('gm plugins', function () {
  this.timeout(120_000)
  let scratch: string
  let registry: NpmRegistry
  let desk: CliSandbox
  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'gm registry '))
    registry = await NpmRegistry.open(join(scratch, 'registry'))
    await publish('gm-plugin-whoami', '1.0.0', {})
    await publish('gm-plugin-whoami', '1.1.0', {})
    await publish('gm-plugin-next', '1.0.0', { geuse: { api: '9.0' } })
    await publish('gm-plugin-later', '1.0.0', {}, 'export default () => ({ api: "9.1" })')
    await publish('geuse-tier-gpu', '1.0.0', {})
    await publish('@guese/tier-gpu', '1.0.0', {})
    await publish('left-pad', '1.0.0', { oclif: undefined })
    await publish('gm-plugin-spoil', '1.0.0', {}, 'Array.prototype.at = () => 1\nexport default () => ({ api: "1.0" })')
  })
  beforeEach(async () => {
    desk = await CliSandbox.open()
    registry.stopAfter(Infinity)
  })
  afterEach(() => desk.close())
  after(async () => {
    await registry.close()
    await rm(scratch, { recursive: true, force: true })
  })

  async function publish(name: string, version: string, fields: object, contribute = whoami): Promise<void> {
    const folder = join(scratch, name.replace('/', '-'))
    await mkdir(folder, { recursive: true })
    const oclif = { hooks: { 'gm:contribute': './contribute.js' }, commands: './commands' }
    const files = ['contribute.js', 'commands']
    await mkdir(join(folder, 'commands'), { recursive: true })
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name, version, type: 'module', files, oclif, ...fields }),
    )
    await writeFile(join(folder, 'contribute.js'), contribute)
    await registry.publish(folder)
  }

  /** Runs `gm` with npm and the registry within its reach, and a cache of packages of its own. */
  function gm(...args: readonly string[]): Promise<Ended> {
    return desk.gm(args, { ...registry.env, npm_config_cache: join(desk.folder, 'npm') })
  }

  async function done(...args: readonly string[]): Promise<Ended> {
    const ended = await gm(...args)
    expect(ended.code, ended.stderr).to.equal(0)
    return ended
  }

  /** @returns label of the plugin that the service is from; undefined where it is not there */
  async function whose(): Promise<string | undefined> {
    const { stdout } = await done('services', '--json')
    return (JSON.parse(stdout) as { id: string; plugin: string }[]).find(({ id }) => id === 'whoami')?.plugin
  }

  it('installs, lists, inspects, updates and removes', async () => {
    await done('plugins', 'install', 'gm-plugin-whoami@1.0.0')
    expect(await whose()).to.equal('gm-plugin-whoami@1.0.0')
    expect((await done('plugins')).stdout)
      .to.contain('gm-plugin-whoami')
      .and.to.contain('1.0.0')
    expect(JSON.parse((await done('plugins', 'inspect', 'gm-plugin-whoami', '--json')).stdout)).to.deep.include({
      version: '1.0.0',
      services: ['whoami'],
      stacks: [],
      flaw: null,
    })
    await done('plugins', 'install', 'gm-plugin-whoami@latest')
    expect(await whose()).to.equal('gm-plugin-whoami@1.1.0')
    expect((await done('plugins', 'update')).stdout).to.contain('gm-plugin-whoami@1.1.0')
    await done('plugins', 'uninstall', 'gm-plugin-whoami')
    expect(await whose()).to.equal(undefined)
    expect(await readdir(desk.folder)).to.not.include('data.next')
  })

  const refused: Record<string, readonly [code: string, exit: number, said: RegExp]> = {
    'gm-plugin-next': ['PLUGIN_INVALID', 4, /written for version 9\.0 of the contract, and this gm has 1\.\d/],
    'gm-plugin-later': ['PLUGIN_INVALID', 4, /written for version 9\.1 of the contract, and this gm has 1\.\d/],
    'gm-plugin-spoil': ['PLUGIN_FAILED', 4, /gm-plugin-spoil@1\.0\.0 is not installed: changes Array\.prototype\.at/],
    'geuse-tier-gpu': ['CONFIG_INVALID', 2, /geuse-tier-gpu is not ours/],
    '@guese/tier-gpu': ['CONFIG_INVALID', 2, /@guese\/tier-gpu is not ours/],
    '@geuse/plugin-services': ['CONFIG_INVALID', 2, /comes with gm/],
    'left-pad': ['PLUGIN_INVALID', 4, /left-pad@1\.0\.0 is no plugin/],
    'gm-plugin-nowhere': ['NOT_FOUND', 2, /the registry has no gm-plugin-nowhere@latest/],
    './nowhere.tgz': ['NOT_FOUND', 2, /there is no file/],
  }
  for (const [name, [code, exit, said]] of Object.entries(refused))
    it(`refuses ${name}, and leaves nothing of it`, async () => {
      const ended = await gm('plugins', 'install', name, '--json')
      const error = failureOf(ended)
      expect([ended.code, error.code], error.message).to.deep.equal([exit, code])
      expect(error.message).to.match(said)
      expect((await done('plugins')).stdout).to.contain('No plugins are installed')
    })

  it('installs what looks like ours for whoever knows whose it is', async () => {
    await done('plugins', 'install', '@guese/tier-gpu', '--allow-look-alike')
    expect(await whose()).to.equal('@guese/tier-gpu@1.0.0')
  })

  it('helps with a deploy without asking what is installed, as it was asked when it was', async () => {
    await done('plugins', 'install', 'gm-plugin-whoami@1.0.0')
    const record = await LoadRecord.in(desk.folder)
    const { code, stdout } = await desk.gm(['deploy', '--help'], record.env, record.nodeArgs)
    expect([code, record.packages().filter((name) => /plugin/.test(name))]).to.deep.equal([0, []])
    expect(stdout).to.match(/^TIER AUTOMATION.* FLAGS$/m)
  })

  it('loads no plugin whose files are not those that were installed', async () => {
    await done('plugins', 'install', 'gm-plugin-whoami@1.0.0')
    const [file = ''] = (await readdir(desk.folder, { recursive: true })).filter((path) =>
      path.endsWith(join('gm-plugin-whoami', 'contribute.js')),
    )
    const path = join(desk.folder, file)
    await writeFile(path, `${await readFile(path, 'utf8')}\nprocess.stdout.write('something else')\n`)
    const ended = await gm('services')
    expect(await whose()).to.equal(undefined)
    expect(ended.stdout).to.not.contain('something else')
    expect(ended.stderr).to.match(/gm-plugin-whoami@1\.0\.0.*its files are not those that were installed/s)
    await done('plugins', 'install', 'gm-plugin-whoami@1.0.0')
    expect(await whose()).to.equal('gm-plugin-whoami@1.0.0')
  })

  it('keeps what works, whenever the registry stops, and says so at once', async () => {
    await done('plugins', 'install', 'gm-plugin-whoami@1.0.0')
    const label = 'gm-plugin-whoami@1.0.0'
    for (const [count, args] of [
      [0, ['install', 'gm-plugin-whoami']],
      [1, ['install', 'gm-plugin-whoami@1.1.0']],
      [2, ['install', 'gm-plugin-whoami@1.1.0']],
      [0, ['update']],
      [1, ['install', '@guese/tier-gpu', '--allow-look-alike']],
    ] as const) {
      // What npm has kept would do without a registry.
      await rm(join(desk.folder, 'npm'), { recursive: true, force: true })
      registry.stopAfter(count)
      const started = Date.now()
      const ended = await gm('plugins', ...args, '--json')
      if (ended.code !== 0) expect(failureOf(ended).code, ended.stdout).to.equal('UNREACHABLE')
      else expect(count, 'requests that sufficed').to.be.greaterThan(0)
      expect(Date.now() - started, 'milliseconds').to.be.lessThan(30_000)
      const plugin = await whose()
      expect(plugin, args.join(' ')).to.equal(ended.code === 0 ? 'gm-plugin-whoami@1.1.0' : label)
      if (ended.code === 0) {
        registry.stopAfter(Infinity)
        await done('plugins', 'install', 'gm-plugin-whoami@1.0.0')
      }
    }
  })

  it('writes the manifest of a plugin without one: no start of gm loads its commands', async () => {
    await writeFile(join(scratch, 'gm-plugin-whoami', 'commands', 'wave.js'), command.replace('throw', '// throw'))
    await publish('gm-plugin-whoami', '1.2.0', {})
    await done('plugins', 'install', 'gm-plugin-whoami@1.2.0')
    const folder = join(desk.folder, 'data', 'node_modules', 'gm-plugin-whoami')
    expect(JSON.parse(await readFile(join(folder, 'oclif.manifest.json'), 'utf8'))).to.include({ version: '1.2.0' })
    await writeFile(join(folder, 'commands', 'wave.js'), command)
    const { stderr } = await done('--help')
    expect(stderr).to.equal('')
  })

  it('asks before it removes what a stack was deployed with, and names the stack', async () => {
    await done('plugins', 'install', 'gm-plugin-whoami@1.0.0')
    await mkdir(join(desk.folder, 'home', 'deployments'), { recursive: true })
    const samples = join(root, 'packages/core/dist/testing/sample-document.js')
    const { sampleDocument } = (await import(samples)) as { sampleDocument: (fields: object) => object }
    const plugins = [
      { name: 'gm-plugin-whoami', version: '1.0.0', tiers: [], services: [{ id: 'whoami', volumes: {} }] },
    ]
    const document = sampleDocument({ stack_name: 'blue', status: 'running', revision: 1, plugins })
    await desk.write('home/deployments/blue.json', JSON.stringify(document))
    const ended = await gm('plugins', 'uninstall', 'gm-plugin-whoami', '--json')
    const error = failureOf(ended)
    expect([ended.code, error.code]).to.deep.equal([2, 'CONFIRMATION_NEEDED'])
    expect(error.message).to.contain('blue was deployed with it')
    expect(await whose()).to.equal('gm-plugin-whoami@1.0.0')
    await done('plugins', 'uninstall', 'gm-plugin-whoami', '--yes')
    expect(await whose()).to.equal(undefined)
  })
})
