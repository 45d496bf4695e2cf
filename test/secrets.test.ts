// A secret is in the parameter store and on the instance's tmpfs, and nowhere else: after a whole life of a stack its
// values are looked for in everything that gm wrote, said, launched, and showed of itself while it ran.
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { watchProcess } from './support/watch-process.js'
import { root, small, TestAccount } from './support/test-account.js'

interface Told {
  readonly values: Readonly<Record<string, readonly [type: string, value: string]>>
  readonly launches: readonly unknown[]
}

describe('secrets', function () {
  this.timeout(180_000)
  let world: TestAccount
  let told: Told
  let values: string[]
  let shown: string[]

  before(async () => {
    world = await TestAccount.open()
    const { child, ended } = world.start(['deploy', 'my-stack', ...small, '--debug'])
    const watch = watchProcess(child.pid ?? 0)
    const deployed = await ended
    expect(deployed.code, deployed.stderr).to.equal(0)
    expect(watch.looks()).to.be.greaterThan(10)
    const others = await Promise.all([
      world.gm(['status', 'my-stack', '--json']),
      world.gm(['deploy', 'my-stack', '--json', '--progress', 'jsonl']),
      world.gm(['list']),
    ])
    shown = [...watch.end(), ...[deployed, ...others].flatMap(({ stdout, stderr }) => [stdout, stderr])]
    const { stdout } = await promisify(execFile)(
      world.account.python,
      [join(root, 'test', 'support', 'launched.py'), world.account.motoEndpoint],
      { maxBuffer: 1e8 },
    )
    told = JSON.parse(stdout) as Told
    values = Object.values(told.values).map(([, value]) => value)
  })
  after(() => world.close())

  const demandNone = (texts: readonly string[]): void => {
    const leaks = Object.entries(told.values).filter(([, [, value]]) => texts.some((text) => text.includes(value)))
    expect(leaks.map(([name]) => name)).to.deep.equal([])
  }

  it('are there, encrypted, long and all different', () => {
    expect(values.length).to.be.greaterThan(4)
    expect(new Set(values).size).to.equal(values.length)
    expect(
      Object.values(told.values)
        .map(([type]) => type)
        .every((type) => type === 'SecureString'),
    ).to.equal(true)
    expect(Math.min(...values.map(({ length }) => length))).to.be.at.least(16)
  })

  it('are not in what instances are launched with', () => {
    const scripts = unpacked(told.launches)
    expect(scripts.some((script) => script.includes('gm-boot'))).to.equal(true)
    demandNone([JSON.stringify(told.launches), ...scripts])
  })

  it('are not in state, logs and events, all of which only their owner may read', async () => {
    const entries = await readdir(world.home, { recursive: true, withFileTypes: true })
    const own = entries
      .filter(({ parentPath }) => !join(parentPath, '/').startsWith(join(world.home, 'oclif', '/')))
      .filter(({ name }) => name !== 'oclif')
    const texts = await Promise.all(
      own.map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        expect(((await stat(path)).mode & 0o777).toString(8), path).to.equal(entry.isDirectory() ? '700' : '600')
        return entry.isDirectory() ? '' : readFile(path, 'utf8')
      }),
    )
    expect(((await stat(world.home)).mode & 0o777).toString(8)).to.equal('700')
    expect(own.map(({ name }) => name))
      .to.include('my-stack.json')
      .and.to.satisfy((names: string[]) => names.some((name) => name.endsWith('.jsonl')))
    demandNone(texts)
  })

  it('are not in arguments, environments, and what was said', () => demandNone(shown))

  it('are told by gm credentials, when asked', async () => {
    const stdout = await world.done(['credentials', 'my-stack'])
    expect(values.filter((value) => stdout.includes(value)).length).to.be.greaterThan(0)
  })
})

/** Scripts of the launch templates and instances, with their wrapping taken off. */
function unpacked(launches: readonly unknown[]): string[] {
  const packed = [...JSON.stringify(launches).matchAll(/"UserData": ?"([^"]+)"/g)].map((match) =>
    Buffer.from(match[1] ?? '', 'base64'),
  )
  return packed.map((bytes) =>
    bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString() : bytes.toString(),
  )
}
