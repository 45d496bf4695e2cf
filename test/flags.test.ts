// Every flag of every command does something: it changes what is asked of AWS, what is printed or what is written, or
// it is refused. The rows are held against oclif's list both ways: a flag without a row fails, and so does a row
// without a flag. A row that only a longer story can show names the scenario that tells it.
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { files } from './support/files.js'
import type { FlagRow } from './support/flag-row.js'
import { flagRows } from './support/flag-rows.js'
import { GmInside } from './support/gm-inside.js'
import { SessionPlugin } from './support/session-plugin.js'
import { root, small, TestAccount } from './support/test-account.js'

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly flags: Readonly<Record<string, unknown>> }>>
}

describe('every flag', function () {
  this.timeout(300_000)
  let world: TestAccount
  let inside: GmInside
  let desk: string
  let plugin: SessionPlugin
  const seen = new Map<string, Promise<string>>()

  before(async () => {
    world = await TestAccount.open()
    inside = await GmInside.open(world)
    desk = join(world.home, 'desk')
    await mkdir(desk, { recursive: true })
    await writeFile(join(desk, 'stack.yaml'), 'services: [n8n]\nset:\n  n8n:\n    owner-email: owner@example.com\n')
    await writeFile(join(desk, 'on-demand.yaml'), 'on-demand: true\n')
    await writeFile(join(desk, 'wrong.yaml'), 'nonsense: true\n')
    plugin = await SessionPlugin.in(desk)
    await writePlugin(join(desk, 'plugin'))
    await holdLock(join(world.home, 'deployments'), 'held')
    const { code, stderr } = await inside.gm(['deploy', 'my-stack', ...small])
    expect(code, stderr).to.equal(0)
  })
  after(() => world.close())

  it('has a row, and each row a flag', () => {
    const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as Manifest
    const known = Object.entries(commands).flatMap(([id, { flags }]) =>
      Object.keys(flags).map((flag) => `${id.replaceAll(':', ' ')} --${flag}`),
    )
    expect(Object.keys(flagRows).toSorted()).to.deep.equal(known.toSorted())
  })

  for (const [name, row] of Object.entries(flagRows)) it(`has an effect: ${name}`, () => demandEffect(row))

  async function demandEffect(row: FlagRow): Promise<void> {
    if ('scenario' in row) return expect(titles()).to.include(row.scenario) && undefined
    const { without, flag, shows } = row
    const env = row.withPlugin === true ? plugin.env : {}
    const words = [...without, ...flag]
    // The one without comes first: the other one may change what there is.
    if (row.onlyWith !== true) expect(await traceOf(without, env), `gm ${without.join(' ')}`).to.not.match(shows)
    expect(await traceOf(words, env), `gm ${words.join(' ')}`).to.match(shows)
  }

  /** Everything that a command does: what it prints and asks, how it ends, and what it writes. */
  function traceOf(typed: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
    const key = JSON.stringify([typed, env])
    const known = seen.get(key) ?? run(typed, env)
    seen.set(key, known)
    return known
  }

  async function run(typed: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
    const out = join(desk, 'out')
    await rm(out, { recursive: true, force: true })
    await mkdir(out)
    const from = world.account.calls().length
    const args = typed.map((word) => word.replaceAll('DESK', desk))
    const { code, stdout, stderr } = await inside.gm(args, { ...env, HOME: out })
    const calls = world.account.calls().slice(from)
    const asked = calls.map(({ operation, region, params }) => `${operation} ${region} ${JSON.stringify(params)}`)
    const written = await Promise.all(files(out).map(async (path) => `${path}\n${await readFile(path, 'utf8')}`))
    return [`exit ${code}`, stdout, stderr, ...asked, ...written].join('\n')
  }
})

/** The smallest that there is. */
async function writePlugin(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const manifest = { name: 'gm-plugin-small', version: '1.0.0', type: 'module', oclif: {} }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
}

/** A run on another computer holds it, of which nobody here can say that it is dead. */
async function holdLock(folder: string, stack: string): Promise<void> {
  const owner = { host: 'elsewhere', pid: 1, boot: 'unknown', started: 'unknown' }
  const content = { ...owner, token: crypto.randomUUID(), operation: 'deploy', at: new Date(0).toISOString() }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${stack}.lock`), JSON.stringify(content))
}

/** Of every test, as it is written. */
function titles(): string[] {
  const paths = ['test', 'packages/core/src', 'src'].flatMap((folder) => files(join(root, folder)))
  return paths
    .filter((path) => path.endsWith('.test.ts') && existsSync(path))
    .flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\bit\(\s*(['"`])(.*?)\1,/g)].map(([, , title]) => title ?? ''),
    )
}
