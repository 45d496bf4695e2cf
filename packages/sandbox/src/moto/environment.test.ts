// The first minute: what takes long is said, to the one who installs and to the one who waits for it.
import { expect } from 'chai'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { motoPython } from './environment.js'

/** Stands in for python3: it makes an environment whose pip has nothing to do. */
const fakePython = `#!/bin/sh
if [ "$1" = -c ]; then echo 3 12; exit; fi
mkdir -p "$3/bin" && printf '#!/bin/sh\\n' >"$3/bin/python" && chmod +x "$3/bin/python"
`

describe('motoPython', () => {
  const path = process.env['PATH']
  let root: string
  let said: string[]

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'gm-moto-'))
    said = []
    mkdirSync(join(root, 'bin'))
    writeFileSync(join(root, 'bin/python3'), fakePython)
    chmodSync(join(root, 'bin/python3'), 0o755)
    process.env['PATH'] = `${join(root, 'bin')}${delimiter}${path ?? ''}`
  })
  afterEach(() => {
    process.env['PATH'] = path
    rmSync(root, { recursive: true, force: true })
  })

  const cache = (): string => join(root, 'cache')

  it('says that it installs moto, and where; nothing once it is there', async () => {
    const python = await motoPython(cache(), (line) => said.push(line))
    expect(existsSync(python)).to.equal(true)
    expect(said).to.have.length(1)
    expect(said[0])
      .to.match(/^Installing moto/)
      .and.to.contain(cache())
    await motoPython(cache(), (line) => said.push(line))
    expect(said).to.have.length(1)
  })

  it('says once what it waits for while another process installs', async () => {
    await motoPython(cache())
    const folder = join(cache(), readdirSync(cache())[0] ?? '')
    rmSync(join(folder, '.complete'))
    mkdirSync(join(folder, '.lock'))
    writeFileSync(join(folder, '.lock/pid'), String(process.pid))
    await motoPython(cache(), (line) => {
      said.push(line)
      writeFileSync(join(folder, '.complete'), '')
    })
    expect(said).to.have.length(1)
    expect(said[0])
      .to.match(/^Waiting for another process/)
      .and.to.contain(join(folder, '.lock'))
  })
})
