// A plugin that cannot be used, installed beside the real ones: commands that make things stop before AWS is asked
// anything, all others say so and go on.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../bin/gm.js', import.meta.url))

const broken: Record<string, [hook: string | undefined, said: RegExp]> = {
  throws: ['export default () => { throw new Error("no such luck") }', /no such luck/],
  'never answers': [
    'export default () => new Promise(() => { setInterval(() => {}, 1000) })',
    /come to an end|Timed out/,
  ],
  'hands over what is not valid': ['export default () => ({ api: "1.0", sevices: [] })', /unknown key 'sevices'/],
  'claims a tier of gm': [
    `export default () => ({ api: "1.0", sinks: [], checks: [], tiers: [{
      id: "dev", title: "Dev", options: (z) => z.object({}), needs: () => ({ instance: { market: "spot" } }),
      front: () => ({ tlsEnd: "edge", hops: 1, ports: [443] }), build() {}, publish: () => ({ url: null }),
    }] })`,
    /also contributed by @geuse\/plugin-tier-dev/,
  ],
  'speaks a later contract': [
    'export default () => ({ api: "9.0" })',
    /version 9\.0 of the contract, and this gm has 1\.0/,
  ],
  'has lost its files': [undefined, /files are missing/],
}

/** Works, and talks where only the result may stand. */
const talking = `console.log('loading')
export default () => {
  process.stdout.write('asked')
  return { api: '1.0', sinks: [{ id: 'talker', listen() {} }] }
}`

describe('gm with a broken plugin', function () {
  this.timeout(30_000)
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gm plugin '))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function install(hook: string | undefined): void {
    const root = join(folder, 'bad')
    mkdirSync(join(folder, 'data'))
    writeFileSync(
      join(folder, 'data/package.json'),
      JSON.stringify({ oclif: { plugins: [{ type: 'link', name: 'acme-bad', root }] } }),
    )
    if (hook === undefined) return
    mkdirSync(root)
    writeFileSync(
      join(root, 'package.json'),
      JSON.stringify({
        name: 'acme-bad',
        version: '9.9.9',
        type: 'module',
        oclif: { hooks: { 'gm:contribute': './contribute.js' } },
      }),
    )
    writeFileSync(join(root, 'contribute.js'), hook)
  }

  function gm(...args: readonly string[]) {
    const env = { ...process.env, GM_DATA_DIR: join(folder, 'data'), GEUSEMAKER_HOME: join(folder, 'home') }
    return spawnSync(process.execPath, [entry, ...args], { encoding: 'utf8', env, timeout: 20_000 })
  }

  it('that talks: with --json stdout is the result all the same', () => {
    install(talking)
    const { status, stdout, stderr } = gm('tiers', '--json')
    expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)).to.include('dev')
    expect(stderr).to.contain('loading').and.to.contain('asked')
    expect(status).to.equal(0)
  })

  for (const [way, [hook, said]] of Object.entries(broken)) {
    it(`that ${way}: a deploy stops and names it, tiers are still shown`, () => {
      install(hook)
      const { status, stdout } = gm('deploy', 'my-stack', '--yes', '--json')
      const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hints: string[] } }
      expect(error.code).to.equal('PLUGIN_FAILED')
      expect(error.message).to.contain('acme-bad').and.to.match(said)
      expect(error.hints).to.include('gm plugins uninstall acme-bad')
      expect(status).to.equal(4)

      const tiers = gm('tiers')
      expect(tiers.stdout).to.contain('dev')
      expect(tiers.stderr).to.contain('acme-bad').and.to.contain('gm plugins uninstall acme-bad')
      expect(tiers.status).to.equal(0)
    })
  }
})
