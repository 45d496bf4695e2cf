// A service plugin as its author writes it in TypeScript: compiled against packages as they are published, with nothing
// but @geuse/plugin-api among its dependencies, then published, installed and linked like any other.
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CliSandbox, failureOf } from './support/cli-sandbox.js'
import { NpmRegistry } from './support/npm-registry.js'
import { type Ended, root } from './support/test-account.js'

const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const api = { '@geuse/plugin-api': '0.1.0' }

const source = `import { contribute, defineService, type z, type Zod } from '@geuse/plugin-api'

function settings(z: Zod) {
  return z.object({ image: z.string().default('redis:8.2.1'), maxmemory: z.number().default(64) })
}
export type Settings = z.infer<ReturnType<typeof settings>>

export const cache = defineService({
  id: 'cache',
  title: 'A cache',
  config: settings,
  ports: { redis: { port: 6379, internal: true } },
  probes: [{ kind: 'tcp', port: 'redis', timeoutSeconds: 3, critical: false }],
  containers: ({ config }) => ({ main: { image: config.image, memoryMiB: config.maxmemory + 64 } }),
})

export default contribute({ api: '1.0', services: [cache] })
`

describe('a plugin in TypeScript', function () {
  this.timeout(120_000)
  let scratch: string
  let registry: NpmRegistry
  let desk: CliSandbox
  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'gm plugin '))
    registry = await NpmRegistry.open(join(scratch, 'registry'))
    await registry.publish(join(root, 'packages', 'plugin-api'))
    await registry.publish(join(root, 'node_modules', 'zod'))
  })
  beforeEach(async () => {
    desk = await CliSandbox.open()
  })
  afterEach(() => desk.close())
  after(async () => {
    await registry.close()
    await rm(scratch, { recursive: true, force: true })
  })

  /** Writes a plugin and installs what it depends on. @returns its folder */
  async function author(name: string, lists: object, text = source): Promise<string> {
    const folder = join(scratch, name)
    await mkdir(join(folder, 'src'), { recursive: true })
    const hooks = { 'gm:contribute': './dist/contribute.js' }
    const manifest = { name, version: '1.0.0', type: 'module', files: ['dist'], oclif: { hooks }, ...lists }
    const compilerOptions = { module: 'nodenext', strict: true, declaration: true, skipLibCheck: true, types: [] }
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, rootDir: 'src', outDir: 'dist' }, include: ['src'] }),
    )
    await writeFile(join(folder, 'src', 'contribute.ts'), text)
    await registry.npm(['install'], folder)
    return folder
  }

  /** @returns what the compiler said */
  async function compile(folder: string): Promise<string> {
    const compiled = promisify(execFile)(process.execPath, [compiler, '-p', folder])
    return compiled.then(
      ({ stdout }) => stdout,
      (error: { readonly stdout: string }) => error.stdout,
    )
  }

  /** Runs `gm` with npm and the registry within its reach. */
  function gm(...args: readonly string[]): Promise<Ended> {
    return desk.gm(args, registry.env)
  }

  /** @returns the service of the plugin, as gm shows it */
  async function shown(): Promise<object | undefined> {
    const { code, stdout, stderr } = await gm('services', '--json')
    expect(code, stderr).to.equal(0)
    return (JSON.parse(stdout) as { id: string }[]).find(({ id }) => id === 'cache')
  }

  it('compiles without a zod of its own, and its mistakes do not', async () => {
    const folder = await author('gm-plugin-cache', { dependencies: api })
    expect(await compile(folder)).to.equal('')
    const wrong = await author('gm-plugin-wrong', { dependencies: api }, source.replace('config.image', 'config.imgae'))
    expect(await compile(wrong)).to.contain("Property 'imgae' does not exist")
  })

  it('works when it is installed', async () => {
    await registry.publish(join(scratch, 'gm-plugin-cache'))
    const installed = await gm('plugins', 'install', 'gm-plugin-cache')
    expect(installed.code, installed.stderr).to.equal(0)
    expect(await shown()).to.deep.include({ plugin: 'gm-plugin-cache@1.0.0' })
  })

  it('works when it is linked, also with the contract as a development dependency', async () => {
    const folder = await author('gm-plugin-dev', { devDependencies: api })
    expect(await compile(folder)).to.equal('')
    const linked = await gm('plugins', 'link', folder, '--no-install')
    expect(linked.code, linked.stderr).to.equal(0)
    expect(await shown()).to.deep.include({ plugin: 'gm-plugin-dev@1.0.0' })
  })

  it('installed without the contract, as that is a development dependency, is refused with what to change', async () => {
    await registry.publish(join(scratch, 'gm-plugin-dev'))
    expect((await gm('plugins', 'install', 'gm-plugin-dev')).code).to.equal(0)
    const ended = await gm('deploy', 'my-stack', '--yes', '--json')
    const error = failureOf(ended)
    expect([ended.code, error.code, error.plugin]).to.deep.equal([4, 'PLUGIN_FAILED', 'gm-plugin-dev@1.0.0'])
    expect(error.message).to.equal(
      'The plugin gm-plugin-dev@1.0.0 failed: it imports @geuse/plugin-api, which is not installed: its package.json ' +
        'lists it under devDependencies, which are not installed with a plugin; it belongs under dependencies',
    )
    expect(error.hints).to.deep.equal(['gm plugins uninstall gm-plugin-dev'])
  })
})
