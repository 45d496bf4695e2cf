// The wrapper is tried on a runc that prints what it was given.
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { lacksResourceRight, wrapperScript } from './runtime-wrapper.js'

const run = promisify(execFile)

describe('the runtime in front of runc', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gm-runc-'))
    for (const [name, text] of [['wrapper', wrapperScript] as const, ['runc', '#!/bin/sh\necho "$@"\n'] as const]) {
      await writeFile(join(folder, name), text)
      await chmod(join(folder, name), 0o755)
    }
  })
  after(() => rm(folder, { recursive: true }))

  it('takes the one right out of both files, and leaves the words', async () => {
    const caps = '{"bounding":["CAP_CHOWN","CAP_SYS_RESOURCE","CAP_KILL"],"effective":["CAP_KILL","CAP_SYS_RESOURCE"]}'
    await writeFile(join(folder, 'config.json'), caps)
    await writeFile(join(folder, 'process.json'), caps)
    const words = ['create', '--bundle', folder, '--process', join(folder, 'process.json'), 'a b']
    const env = { PATH: `${folder}:/usr/bin:/bin` }
    expect((await run(join(folder, 'wrapper'), words, { env })).stdout).to.equal(`${words.join(' ')}\n`)
    const left = '{"bounding":["CAP_CHOWN","CAP_KILL"],"effective":["CAP_KILL"]}'
    expect(await readFile(join(folder, 'config.json'), 'utf8')).to.equal(left)
    expect(await readFile(join(folder, 'process.json'), 'utf8')).to.equal(left)
  })

  it('is wanted where the bounding set has no CAP_SYS_RESOURCE', () => {
    expect(
      ['000001fffeffffff', '000001ffffffffff'].map((set) => lacksResourceRight(`CapBnd:\t${set}\n`)),
    ).to.deep.equal([true, false])
  })
})
