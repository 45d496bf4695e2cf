// Plugins as they are on a disk, asked through oclif itself: each way in which one can fail, by the plugin's name.
import { expect } from 'chai'
import { Config } from '@oclif/core'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { collect, type Collection } from './collect.js'
import { installedPlugins } from './installed.js'
import { loadRegistry } from './load.js'

const timeoutMs = 200
const good = 'export default async () => ({ api: "1.0", sinks: [{ id: "quiet", listen() {} }] })'

/** Folders of one test: a host, what it brings along, and what was installed. */
interface Disk {
  readonly root: string
  plugin(name: string, hook: string | undefined, version?: string): Promise<void>
  host(bundled: readonly string[]): Promise<Config>
}

async function writePackage(
  folder: string,
  manifest: object,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
}

function diskAt(root: string): Disk {
  return {
    root,
    async plugin(name, hook, version = '1.2.3') {
      const manifest = { name, version, type: 'module', oclif: { hooks: { 'gm:contribute': './contribute.js' } } }
      await writePackage(
        join(root, 'node_modules', name),
        manifest,
        hook === undefined ? {} : { 'contribute.js': hook },
      )
    },
    async host(bundled) {
      const dependencies = Object.fromEntries(bundled.map((name) => [name, '*']))
      await writePackage(root, {
        name: 'fixture',
        version: '0.0.1',
        type: 'module',
        dependencies,
        oclif: { bin: 'fixture', plugins: bundled },
      })
      return Config.load({ root })
    },
  }
}

describe('collect', () => {
  let disk: Disk
  beforeEach(async () => {
    disk = diskAt(await mkdtemp(join(tmpdir(), 'gm plugins ')))
    process.env['FIXTURE_DATA_DIR'] = join(disk.root, 'data')
  })
  afterEach(async () => {
    delete process.env['FIXTURE_DATA_DIR']
    await rm(disk.root, { recursive: true, force: true })
  })

  async function collected(hook: string | undefined): Promise<Collection> {
    await disk.plugin('bad', hook)
    await disk.plugin('good', good)
    return collect(await disk.host(['bad', 'good']), { timeoutMs })
  }

  const modes: Record<string, [hook: string | undefined, message: RegExp]> = {
    throws: ['export default async () => { throw new Error("no such luck") }', /no such luck/],
    'throws something that is not an error': ['export default async () => { throw "bare words" }', /bare words/],
    'calls this.error': ['export default async function () { this.error("refused", { exit: 2 }) }', /refused/],
    'calls this.exit': ['export default async function () { this.exit(7) }', /EEXIT: 7/],
    'never answers, and lets the process end': ['export default () => new Promise(() => {})', /Timed out after 200 ms/],
    'never answers, and holds the process': [
      'export default () => new Promise(() => { setInterval(() => {}, 1000).unref() })',
      /Timed out after 200 ms/,
    ],
    'has no file': [undefined, /contribute\.js/],
    'does not parse': ['export default async () => {', /Unexpected end of input/],
    'imports what is not there': ['import "@nobody/nothing"\nexport default async () => ({})', /@nobody\/nothing/],
    'exports data instead of a function': ['export default { api: "1.0" }', /exports no function/],
    'exports nothing': ['export {}', /exports no function/],
  }
  for (const [mode, [hook, message]] of Object.entries(modes)) {
    it(`blames a plugin whose hook ${mode}, and keeps the others`, async () => {
      const { collected: rest, failures } = await collected(hook)
      expect(rest.map(({ plugin }) => plugin)).to.deep.equal([{ name: 'good', version: '1.2.3', bundled: true }])
      expect(failures.map(({ plugin }) => plugin.name)).to.deep.equal(['bad'])
      expect(failures[0]?.error.message).to.match(message).and.to.contain('bad@1.2.3')
      expect(failures[0]?.error).to.include({ code: 'PLUGIN_FAILED', plugin: 'bad@1.2.3' })
    })
  }

  it('holds a process that has nothing else to wait for, and no longer', async () => {
    await disk.plugin('bad', 'export default () => new Promise(() => {})')
    await disk.host(['bad'])
    const here = (name: string) => JSON.stringify(new URL(name, import.meta.url).href)
    const program = `
      import { Config } from ${JSON.stringify(import.meta.resolve('@oclif/core'))}
      import { collect } from ${here('./collect.js')}
      const { failures } = await collect(await Config.load({ root: ${JSON.stringify(disk.root)} }), { timeoutMs: 100 })
      process.stdout.write(failures[0].error.message)`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      timeout: 8000,
    })
    expect(stdout).to.equal('The plugin bad@1.2.3 failed: Timed out after 100 ms')
  })

  it('gives the same order whichever plugin is loaded or answers first', async () => {
    const late = 'export default () => new Promise((resolve) => setImmediate(() => resolve({ api: "1.0" })))'
    await Promise.all([disk.plugin('a', late), disk.plugin('b', good), disk.plugin('c', late)])
    for (const order of [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
      ['b', 'c', 'a'],
    ]) {
      const { collected: rest } = await collect(await disk.host(order), { timeoutMs })
      expect(rest.map(({ plugin }) => plugin.name)).to.deep.equal(['a', 'b', 'c'])
    }
  })

  it('takes all files of a plugin, or none when one of them fails', async () => {
    const files = {
      'good.js': good,
      'bad.js': 'throw new Error("no such luck")',
      'empty.js': 'export default () => ({ api: "1.0" })',
    }
    for (const [name, second] of [
      ['half', './bad.js'],
      ['whole', './empty.js'],
    ] as const) {
      const manifest = {
        name,
        version: '1.0.0',
        type: 'module',
        oclif: { hooks: { 'gm:contribute': ['./good.js', second] } },
      }
      await writePackage(join(disk.root, 'node_modules', name), manifest, files)
    }
    const registry = await loadRegistry(await disk.host(['half', 'whole']), { timeoutMs })
    expect(registry.plugins).to.deep.equal([{ name: 'whole', version: '1.0.0', bundled: true }])
    expect(registry.failures.map(({ plugin }) => plugin.name)).to.deep.equal(['half'])
  })

  it('names an installed plugin whose folder is gone', async () => {
    const plugins = [{ name: 'gone', tag: '2.0.1', type: 'user' }]
    await writePackage(join(disk.root, 'data'), { oclif: { plugins } })
    const config = await disk.host([])
    const { failures } = await collect(config, { timeoutMs })
    expect(failures.map(({ plugin }) => plugin)).to.deep.equal([{ name: 'gone', version: '2.0.1', bundled: false }])
    expect(failures[0]?.error).to.include({ code: 'PLUGIN_MISSING' })
    expect(failures[0]?.error.hints).to.deep.equal(['gm plugins uninstall gone'])
  })

  it('takes a record of plugins that cannot be read for none', async () => {
    await mkdir(join(disk.root, 'data'))
    for (const text of ['{', '[]', '{"oclif":{"plugins":1}}']) {
      await writeFile(join(disk.root, 'data/package.json'), text)
      expect(await installedPlugins(join(disk.root, 'data'))).to.deep.equal([])
    }
  })

  it('takes a plugin in plain JavaScript without any import all the way to the registry', async () => {
    await disk.plugin(
      'plain',
      'module.exports = () => ({ api: "1.0", checks: [{ id: "moon", title: "Moon", run: async () => [] }] })',
    )
    await writePackage(join(disk.root, 'node_modules/plain'), {
      name: 'plain',
      version: '3.0.0',
      oclif: { hooks: { 'gm:contribute': './contribute.js' } },
    })
    const registry = await loadRegistry(await disk.host(['plain']), { timeoutMs })
    expect([...registry.checks.keys()]).to.deep.equal(['moon'])
    expect(registry.checks.get('moon')?.plugin).to.deep.equal({ name: 'plain', version: '3.0.0', bundled: true })
    registry.assertNoFailures()
  })
})
