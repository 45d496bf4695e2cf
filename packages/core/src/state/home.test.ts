// The folder on disk: who may look inside, and what is said when it cannot be used.
import { expect } from 'chai'
import { chmod, mkdtemp, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isGmError } from '@geuse/plugin-api'
import { ensureHome, homeAt } from './home.js'

describe('state/home', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'gm-home-'))
  })
  afterEach(async () => {
    await rm(root, { recursive: true, force: true })
  })
  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

  it('knows every path', () => {
    const home = homeAt('/home/me/.geusemaker')
    expect(home.deployment('my-stack')).to.equal('/home/me/.geusemaker/deployments/my-stack.json')
    expect(home.settings).to.equal('/home/me/.geusemaker/config/settings.json')
    expect(home.cached('pricing')).to.equal('/home/me/.geusemaker/cache/pricing.json')
    expect(home.log('2026-01-31')).to.equal('/home/me/.geusemaker/logs/2026-01-31.log')
    expect(home.run('r1')).to.equal('/home/me/.geusemaker/runs/r1.jsonl')
  })

  it('makes every folder for its owner alone, and may be called again', async () => {
    const home = homeAt(join(root, 'deep', 'home'))
    await ensureHome(home)
    await ensureHome(home)
    for (const folder of [home.root, home.deployments, home.backups, home.config, home.cache, home.logs, home.runs])
      expect(await modeOf(folder)).to.equal(0o700)
  })

  it('takes the rights of others from a folder that is there', async () => {
    const home = homeAt(root)
    await mkdir(home.runs)
    await chmod(home.runs, 0o755)
    await ensureHome(home)
    expect(await modeOf(home.runs)).to.equal(0o700)
  })

  for (const [title, path] of [
    ['of its folders', 'logs'],
    ['itself', ''],
  ] as const) {
    it(`says what to do when a file is in the place ${title}`, async () => {
      const home = homeAt(join(root, 'home'))
      if (path !== '') await mkdir(home.root)
      await writeFile(join(home.root, path), '')
      const error: unknown = await ensureHome(home).catch((reason: unknown) => reason)
      expect(isGmError(error) && error.code).to.equal('STORAGE_DENIED')
      expect(isGmError(error) && error.hints).to.have.length.above(0)
    })
  }
})
