// The run of the tests itself: its last line and its exit code are what others build on, and the network is refused.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Ended {
  readonly status: number | null
  readonly last: string | undefined
  readonly said: string
}

describe('a test run', function () {
  this.timeout(40_000)
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gm tests '))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Runs test files, each in a process of its own. */
  function run(...texts: readonly string[]): Ended {
    return runWith({}, ...texts)
  }

  function runWith(more: Readonly<Record<string, string>>, ...texts: readonly string[]): Ended {
    const files = texts.map((text, index) => {
      const file = join(folder, `sample-${index}.test.js`)
      writeFileSync(file, text)
      return file
    })
    const { GM_TEST_NETWORK_LOG: _, ...env } = process.env
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts/test.mjs'), ...files], {
      encoding: 'utf8',
      env: { ...env, ...more },
    })
    return { status, last: stdout.trimEnd().split('\n').at(-1), said: stdout }
  }

  it('counts what passed', () => {
    expect(run('it("a", () => {}); it("b", () => {})')).to.include({ status: 0, last: '2 passed, 0 failed' })
  })

  it('counts what failed', () => {
    expect(run('it("a", () => {}); it("b", () => { throw new Error("no") })')).to.include({
      status: 1,
      last: '1 passed, 1 failed',
    })
  })

  it('counts a run that breaks off as failed', () => {
    expect(run('it("a", () => process.exit(0))')).to.include({ status: 1, last: '0 passed, 1 failed' })
    expect(run('import "./nowhere.js"')).to.include({ status: 1, last: '0 passed, 1 failed' })
  })

  it('counts a run without tests as failed', () => {
    expect(run('')).to.include({ status: 1, last: '0 passed, 1 failed' })
  })

  it('counts a test that leaves something open as failed', () => {
    expect(run('it("a", () => { setInterval(() => {}, 1000) })')).to.include({ status: 1, last: '1 passed, 1 failed' })
  })

  it('counts the tests of several processes together, and names again what failed', () => {
    const { status, last, said } = run(
      'it("a", () => {})',
      'it("b", () => { throw new Error("no") })',
      'it("c", () => {})',
    )
    expect({ status, last }).to.deep.equal({ status: 1, last: '2 passed, 1 failed' })
    expect(said).to.match(/\n✖ b\n(.*\n)?2 passed/)
  })

  it('counts a process that breaks off as failed, and goes on with the others', () => {
    const crashes = 'it("a", () => process.kill(process.pid, "SIGKILL"))'
    const { status, last, said } = run('it("b", () => {})', crashes, '', 'it("c", () => {})')
    expect({ status, last }).to.deep.equal({ status: 1, last: '2 passed, 1 failed' })
    expect(said).to.contain('sample-1.test.js: the run broke off before its end')
  })

  it('refuses the network in each of several processes', () => {
    const asks = 'it("a", async () => { await fetch("http://192.0.2.1/").catch(() => {}) })'
    expect(run(asks, 'it("b", () => {})', asks)).to.include({ status: 1, last: '1 passed, 2 failed' })
  })

  it('refuses an emulated account to a unit test', () => {
    const starts = 'it("a", () => { require("node:child_process").spawn("python3", ["/x/moto/launch.py"]) })'
    const { last, said } = runWith({ GM_TEST_UNIT: '1' }, starts)
    expect(last).to.equal('0 passed, 1 failed')
    expect(said).to.contain('call its file *.account.test.ts')
  })

  const ways: Record<string, string> = {
    'a socket': 'require("node:net").connect(80, "192.0.2.1").on("error", () => {})',
    'a name that somebody looks up for it':
      'require("node:net").connect({ port: 80, host: "example.com", lookup: (name, options, found) => found(null, options.all ? [{ address: "192.0.2.1", family: 4 }] : "192.0.2.1", 4) }).on("error", () => {})',
    'a name': 'require("node:dns").lookup("example.com", () => {})',
    'a name, as a promise': 'await require("node:dns/promises").resolve4("example.com").catch(() => {})',
    'a fetch': 'await fetch("http://192.0.2.1/").catch(() => {})',
    'a datagram': 'try { require("node:dgram").createSocket("udp4").unref().send("x", 9, "192.0.2.1") } catch {}',
    'a process of its own':
      'require("node:child_process").spawnSync(process.execPath, ["-e", "require(\'node:net\').connect(80, \'192.0.2.1\').on(\'error\', () => {})"])',
  }
  for (const [way, code] of Object.entries(ways)) {
    it(`refuses the network to ${way}, and fails the test`, () => {
      const { status, said } = run(`it("a", async () => { ${code} })`)
      expect(status).to.equal(1)
      expect(said).to.match(/the network was asked for: (192\.0\.2\.1|example\.com) /)
    })
  }

  it('lets tests reach this computer', () => {
    const code =
      'const server = require("node:http").createServer((q, s) => s.end("hi")).listen(0); await fetch(`http://localhost:${server.address().port}/`); server.close()'
    expect(run(`it("a", async () => { ${code} })`)).to.include({ status: 0, last: '1 passed, 0 failed' })
  })
})
