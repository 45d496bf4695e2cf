// The bundle does what its sources do: help, which it makes by a shorter way, is the same to the letter; and what the
// build wrote down of the plugins is what oclif finds.
import { expect } from 'chai'
import { Config, type Interfaces } from '@oclif/core'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type * as KnownPlugins from '../src/known-plugins.js'
import { CliSandbox } from './support/cli-sandbox.js'
import { root } from './support/test-account.js'

/** Help as gm's sources make it, with oclif as it is installed. */
const unbundled = `
import { Config } from '@oclif/core'
import { run } from '@oclif/core/run'
const config = await Config.load({ root: ${JSON.stringify(root)} })
config.pjson.oclif.helpClass = { target: './dist/src/help.js', identifier: 'GmHelp' }
await run(process.argv.slice(1), config)
`
const helped = ['', 'deploy', 'render', 'list', 'menu', 'version', 'help', 'plugins', 'plugins install', 'autocomplete']

const regions =
  '<DescribeRegionsResponse><regionInfo><item><regionName>eu-west-1</regionName></item></regionInfo></DescribeRegionsResponse>'

interface Bundle {
  readonly outputs: Readonly<
    Record<string, { readonly entryPoint?: string; readonly inputs: Readonly<Record<string, unknown>> }>
  >
}

interface Ec2 {
  describeRegions(): Promise<{ readonly Regions?: unknown }>
}

describe('the bundle', function () {
  this.timeout(30_000)
  let sandbox: CliSandbox
  before(async () => {
    sandbox = await CliSandbox.open()
  })
  after(() => sandbox.close())

  for (const columns of ['40', '80', '200'])
    it(`makes the help of its sources, ${columns} columns wide, in colour`, async () => {
      const env = { OCLIF_COLUMNS: columns, FORCE_COLOR: '1' }
      for (const topic of helped) {
        const words = [...topic.split(' ').filter(Boolean), '--help']
        const [bundled, source] = await Promise.all([
          sandbox.gm(words, env),
          sandbox.node(['--input-type=module', '--eval', unbundled, '--', ...words], env),
        ])
        expect(bundled, topic).to.deep.equal(source)
        expect(bundled.stdout, topic).to.contain('USAGE')
      }
    })

  it('knows the plugins that come with gm as oclif finds them', async () => {
    const { loadConfig } = (await import(join(root, 'dist/src/known-plugins.js'))) as typeof KnownPlugins
    const found = await Config.load({ root, userPlugins: false })
    const known = await loadConfig(new URL(`file://${root}dist/bundle/run.mjs`).href)
    const shown = ({ plugins }: Pick<Interfaces.Config, 'plugins'>): unknown =>
      // As JSON: what is undefined is left out of what the build writes.
      JSON.parse(
        JSON.stringify(
          [...plugins.values()]
            .map(({ name, version, root, type, hooks, topics, pjson }) => ({
              name,
              version,
              root,
              type,
              hooks,
              topics,
              pjson,
            }))
            .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
        ),
      )
    expect(shown(known)).to.deep.equal(shown(found))
    expect(known.commandIDs.toSorted()).to.deep.equal(found.commandIDs.toSorted())
    for (const { id, load } of known.commands) {
      const expected = await found.findCommand(id, { must: true }).load()
      const { name, plugin } = { name: expected.id, plugin: expected.plugin?.name }
      const command = await load()
      expect({ name: command.id, plugin: command.plugin?.name }, id).to.deep.equal({ name, plugin })
    }
  })

  it('loads of EC2 what gm asks for, and the whole of it for whoever asks for more', async () => {
    const { outputs } = JSON.parse(await readFile(join(root, 'dist/bundle/meta.json'), 'utf8')) as Bundle
    const entry = (of: RegExp): string =>
      Object.keys(outputs).find((file) => of.test(outputs[file]?.entryPoint ?? '')) ?? ''
    const operationsOf = (file: string): number =>
      Object.keys(outputs[file]?.inputs ?? {}).filter((input) => /client-ec2.*[\\/]commands[\\/]/.test(input)).length
    const part = entry(/core\/dist\/aws\/client\/ec2\.js$/)
    expect(operationsOf(part)).to.be.within(30, 60)
    expect(operationsOf(entry(/^whole:.*client-ec2/))).to.be.above(600)
    const server = createServer((_request, response) => void response.end(regions)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const { ec2Client } = (await import(join(root, part))) as { ec2Client(config: object): Ec2 }
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' }
      const { Regions } = await ec2Client({ region: 'eu-west-1', endpoint, credentials }).describeRegions()
      expect(Regions).to.deep.equal([{ RegionName: 'eu-west-1' }])
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  it('lets oclif look for all of them where somebody has installed one', async () => {
    const plugin = join(sandbox.folder, 'plugin')
    const commands = join(plugin, 'commands')
    await mkdir(commands, { recursive: true })
    await mkdir(join(sandbox.folder, 'data'))
    await writeFile(
      join(commands, 'hello.js'),
      'exports.default = class { static summary = "Says hello"; static run() {} }',
    )
    await writeFile(
      join(plugin, 'package.json'),
      JSON.stringify({ name: 'gm-plugin-hello', version: '1.0.0', oclif: { commands: './commands' } }),
    )
    await writeFile(
      join(sandbox.folder, 'data', 'package.json'),
      JSON.stringify({ oclif: { plugins: [{ type: 'link', name: 'gm-plugin-hello', root: plugin }] } }),
    )
    const { stdout } = await sandbox.gm(['--help'])
    expect(stdout).to.match(/FROM PLUGINS\s+hello {2}Says hello/)
  })
})
