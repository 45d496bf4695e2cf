// Config files in both languages, missing and broken.
import { expect } from 'chai'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfigFile } from './file.js'

describe('app/config-file', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gm-config-'))
  })
  after(() => rm(folder, { recursive: true }))

  const written = async (text: string): Promise<string> => {
    const path = join(folder, 'gm.yaml')
    await writeFile(path, text)
    return path
  }

  it('reads YAML and JSON', async () => {
    expect((await readConfigFile(await written('tier: dev\nset:\n  n8n: {a: 1}\n'))).content).to.deep.equal({
      tier: 'dev',
      set: { n8n: { a: 1 } },
    })
    expect((await readConfigFile(await written('{"tier": "dev"}'))).content).to.deep.equal({ tier: 'dev' })
  })

  it('says which file is missing or broken', async () => {
    const missing: unknown = await readConfigFile(join(folder, 'none.yaml')).catch((error: unknown) => error)
    expect(missing).to.include({ code: 'CONFIG_INVALID' }).and.property('message').contain('none.yaml')
    const broken: unknown = await readConfigFile(await written('a: [')).catch((error: unknown) => error)
    expect(broken).to.include({ code: 'CONFIG_INVALID' }).and.property('message').contain('neither YAML nor JSON')
  })
})
