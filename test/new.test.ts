// A newcomer's way: `gm new`, its tests, a compiler, a registry, and the plugin in use. The examples are what `gm new`
// writes, and the guides show what is in the examples.
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CliSandbox, failureOf } from './support/cli-sandbox.js'
import { NpmRegistry } from './support/npm-registry.js'
import { root } from './support/test-account.js'

const run = promisify(execFile)
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const examples = { service: 'plugin-hello-service', tier: 'plugin-hello-tier' } as const
type Kind = keyof typeof examples

describe('gm new', function () {
  this.timeout(120_000)
  let desk: CliSandbox
  beforeEach(async () => {
    desk = await CliSandbox.open()
    // What `npm install` would bring.
    await symlink(join(root, 'node_modules'), join(desk.folder, 'node_modules'))
  })
  afterEach(() => desk.close())

  async function begin(kind: Kind, ...more: readonly string[]): Promise<string> {
    const folder = join(desk.folder, 'new')
    const { code, stderr } = await desk.gm(['new', kind, 'hello', '--output', folder, ...more])
    expect(code, stderr).to.equal(0)
    return folder
  }

  for (const kind of ['service', 'tier'] as const) {
    it(`begins a ${kind} in TypeScript: it compiles, passes its tests, and is what the example is`, async () => {
      const folder = await begin(kind)
      expect(await textsIn(folder)).to.deep.equal(await textsIn(join(root, 'examples', examples[kind])))
      await run(process.execPath, [compiler, '-p', folder]).catch(({ stdout }: { stdout: string }) => {
        throw new Error(stdout)
      })
      await run(process.execPath, ['--test', 'dist/**/*.test.js'], { cwd: folder, env: desk.env() })
    })

    it(`begins a ${kind} in JavaScript: it passes its tests, and is what gm then shows`, async () => {
      const folder = await begin(kind, '--javascript')
      await run(process.execPath, ['--test'], { cwd: folder, env: desk.env() })
      const linked = await desk.gm(['plugins', 'link', folder])
      expect([linked.code, linked.stderr]).to.deep.equal([0, ''])
      const { stdout } = await desk.gm([`${kind}s`, '--json'])
      expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)).to.include('hello')
    })

    it(`shows in the guide what the example of a ${kind} is`, async () => {
      const guide = await readFile(join(root, 'docs', 'guides', `write-a-${kind}.md`), 'utf8')
      const source = await readFile(join(root, 'examples', examples[kind], 'src', 'contribute.ts'), 'utf8')
      expect(guide).to.contain(`\`\`\`ts\n${source}\`\`\``)
    })
  }

  it('is published, installed from a registry and rendered', async () => {
    const scratch = await mkdtemp(join(tmpdir(), 'gm registry '))
    const registry = await NpmRegistry.open(scratch)
    try {
      const folder = await begin('service')
      await run(process.execPath, [compiler, '-p', folder])
      for (const one of [folder, join(root, 'packages', 'plugin-api'), join(root, 'node_modules', 'zod')])
        await registry.publish(one)
      const installed = await desk.gm(['plugins', 'install', 'gm-plugin-hello'], registry.env)
      expect([installed.code, installed.stderr]).to.deep.equal([0, ''])
      const output = join(desk.folder, 'rendered')
      const settings = ['--set', 'n8n.owner-email=you@example.com', '--set', 'hello.greeting=good day']
      const rendered = await desk.gm(['render', 'blue', '--services', 'n8n,hello', ...settings, '--output', output])
      expect(rendered.code, rendered.stderr).to.equal(0)
      const [compose = ''] = (await readdir(output, { recursive: true })).filter((name) =>
        name.endsWith('compose.yaml'),
      )
      expect(await readFile(join(output, compose), 'utf8')).to.contain('good day')
    } finally {
      await registry.close()
      await rm(scratch, { recursive: true, force: true })
    }
  })

  it('writes over nothing, and takes no name that cannot be one', async () => {
    const folder = await begin('service')
    const again = failureOf(await desk.gm(['new', 'service', 'hello', '--output', folder, '--json']))
    expect(again.message).to.contain('is there already')
    const named = failureOf(await desk.gm(['new', 'tier', 'My Tier', '--json']))
    expect(named).to.include({ code: 'CONFIG_INVALID' })
    expect((await desk.gm(['new', 'resource', 'x'])).code).to.equal(2)
  })
})

/** @returns texts by path, of what is written and not what is built of it */
async function textsIn(folder: string): Promise<Record<string, string>> {
  const copy = await mkdtemp(join(tmpdir(), 'gm texts '))
  try {
    await cp(folder, copy, { recursive: true, filter: (path) => !/node_modules|[\\/]dist$/.test(path) })
    const entries = await readdir(copy, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    const texts = files.map(async (path) => [path.slice(copy.length + 1), await readFile(path, 'utf8')] as const)
    return Object.fromEntries(await Promise.all(texts))
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}
