// One of two has it, and one that is gone has it no longer.
import { expect } from 'chai'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { releaseLock, takeLock } from './folder-lock.js'

describe('a lock between processes', () => {
  let folder: string
  let lock: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gm-lock-'))
    lock = join(folder, 'lock')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is taken once, until it is given back', async () => {
    expect([await takeLock(lock), await takeLock(lock)]).to.deep.equal([true, false])
    await releaseLock(lock)
    expect(await takeLock(lock)).to.equal(true)
  })

  it('is taken from an owner that is gone, at the second try', async () => {
    await takeLock(lock)
    writeFileSync(join(lock, 'pid'), '999999999')
    expect([await takeLock(lock), await takeLock(lock)]).to.deep.equal([false, true])
  })

  it('says where there can be none, instead of waiting for nobody', async () => {
    const failure = await takeLock(join(folder, 'gone', 'lock')).catch((error: NodeJS.ErrnoException) => error.code)
    expect(failure).to.equal('ENOENT')
  })
})
