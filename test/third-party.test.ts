// From nothing to a service of one's own in a stack, and one that others wrote: made or taken, tested, published,
// installed, deployed, looked at and gone again. How long each step took is printed.
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { NpmRegistry } from './support/npm-registry.js'
import { root, TestAccount } from './support/test-account.js'

const run = promisify(execFile)
const image = 'ghcr.io/open-webui/open-webui:v0.9.5'

interface Status {
  readonly health: { readonly services: readonly { readonly service: string; readonly verdict: string }[] }
}

describe('a service of one’s own', function () {
  this.timeout(300_000)
  let scratch: string
  let registry: NpmRegistry
  let world: TestAccount
  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'gm third party '))
    // What `npm install` would bring.
    await symlink(join(root, 'node_modules'), join(scratch, 'node_modules'))
    registry = await NpmRegistry.open(join(scratch, 'registry'))
    for (const folder of ['packages/plugin-api', 'node_modules/zod']) await registry.publish(join(root, folder))
    world = await TestAccount.open({ images: [image] })
  })
  after(async () => {
    await world.close()
    await registry.close()
    await rm(scratch, { recursive: true, force: true })
  })

  const done = (...args: readonly string[]): Promise<string> => world.done(args, registry.env)

  /** As `npm test` of the package does: compiled first. */
  async function tested(folder: string): Promise<void> {
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    await run(process.execPath, [compiler, '-p', folder])
    await run(process.execPath, ['--test', 'dist/**/*.test.js'], { cwd: folder })
  }

  /** From the tested package to a stack with its service, and to nothing again. */
  async function lived(folder: string, plugin: string, service: string, services: string): Promise<void> {
    const settings = ['--set', 'n8n.owner-email=you@example.com']
    const seen: Status[] = []
    const steps: Readonly<Record<string, () => Promise<unknown>>> = {
      'npm test': () => tested(folder),
      'npm publish': () => registry.publish(folder),
      'gm plugins install': () => done('plugins', 'install', plugin),
      'gm deploy': () => done('deploy', 'blue', '--services', services, ...settings, '--yes'),
      'gm status': async () => seen.push(JSON.parse(await done('status', 'blue', '--json')) as Status),
      'gm destroy': () => done('destroy', 'blue', '--delete-data', '--yes'),
      'gm plugins uninstall': () => done('plugins', 'uninstall', plugin),
    }
    const times: string[] = []
    for (const [step, work] of Object.entries(steps)) {
      const since = performance.now()
      await work()
      times.push(`${step} ${((performance.now() - since) / 1000).toFixed(1)} s`)
    }
    console.log(`      ${times.join(', ')}`)
    const verdicts = seen[0]?.health.services.map((one) => `${one.service} ${one.verdict}`)
    expect(verdicts).to.include(`${service} healthy`)
    expect(await world.inventory()).to.deep.equal({})
  }

  it('is begun by gm new, and lives', async () => {
    const folder = join(scratch, 'hello')
    await done('new', 'service', 'hello', '--output', folder)
    await lived(folder, 'gm-plugin-hello', 'hello', 'n8n,hello')
  })

  it('may be Open WebUI, beside the models that it talks to', async () => {
    const folder = join(scratch, 'open-webui')
    await mkdir(folder)
    await cp(join(root, 'examples', 'plugin-open-webui'), folder, { recursive: true })
    await lived(folder, 'gm-plugin-open-webui', 'open-webui', 'n8n,ollama,open-webui')
  })
})
