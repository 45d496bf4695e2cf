// Locks between real processes: a living holder is refused, a dead one is cleared, another host's is left alone.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { acquireLock, breakLock, livingHolderOf, type Lock } from './lock.js'
import { type Owner, currentOwner } from './owner.js'

const at = '2026-01-01T00:00:00.000Z'

describe('the lock of a stack', () => {
  let folder: string
  let here: Owner
  const take = (owner: Owner = here): Promise<Lock> =>
    acquireLock({ folder, stack: 'my-stack', operation: 'deploy', owner, at })
  const refusal = (owner?: Owner): Promise<{ code: string; message: string } | undefined> =>
    take(owner).then(
      () => undefined,
      (error: { code: string; message: string }) => error,
    )

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gm-lock-'))
    here = await currentOwner()
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is taken once, and again after its release', async () => {
    const lock = await take()
    expect((await refusal())?.code).to.equal('LOCKED')
    await lock.release()
    await (await take()).release()
    expect(await readdir(folder)).to.deep.equal([])
  })

  it('goes to one of many who ask at once', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => take()))
    expect(answers.filter(({ status }) => status === 'fulfilled').length).to.equal(1)
  })

  it('is refused while its holder lives, in words that name it', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    try {
      const fields = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')
      await (await take({ ...here, pid: child.pid as number, started: fields?.[19] as string })).assertHeld()
      expect((await refusal())?.message).to.contain(`process ${child.pid} on ${here.host}`)
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('is cleared when its holder is dead: no such process, another process of that number, another boot', async () => {
    for (const dead of [{ pid: 2 ** 22 + 1 }, { started: '1' }, { boot: 'an earlier one' }]) {
      await take({ ...here, ...dead })
      await (await take()).release()
    }
  })

  it('tells of a run that is at work, and not of one that died', async () => {
    const worker = (): Promise<string | undefined> => livingHolderOf(folder, 'my-stack', here)
    expect(await worker()).to.equal(undefined)
    const lock = await take()
    expect(await worker()).to.contain(`process ${here.pid}`)
    await lock.release()
    await take({ ...here, started: '1' })
    expect(await worker()).to.equal(undefined)
  })

  it('is left alone when another host holds it or nobody can read it', async () => {
    await take({ ...here, host: 'elsewhere' })
    expect((await refusal())?.code).to.equal('LOCKED')
    await writeFile(join(folder, 'my-stack.lock'), '{')
    expect((await refusal())?.code).to.equal('LOCKED')
  })

  it('notices that it was taken away, and does not remove the lock of another', async () => {
    const lock = await take()
    expect(await breakLock(folder, 'my-stack')).to.contain('gm deploy')
    expect(await lock.assertHeld().catch((error: { code: string }) => error.code)).to.equal('LOCK_LOST')
    const other = await take()
    await lock.release()
    await other.assertHeld()
    expect(await breakLock(folder, 'other')).to.equal(undefined)
  })
})
