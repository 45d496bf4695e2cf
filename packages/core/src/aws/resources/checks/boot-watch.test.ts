// A boot that is watched: what its tag says, what the instance says when the tag is silent, and what is begun again.
import { expect } from 'chai'
import type { BootStatus, PhaseTag } from '@geuse/instance-contract'
import { BootWatch } from './boot-watch.js'

const nothing: PhaseTag = { state: 'booting', phase: undefined }
const mount: PhaseTag = { state: 'booting', phase: 'mount' }
const failed: PhaseTag = { state: 'failed', phase: 'mount' }
const ready: PhaseTag = { state: 'ready' }

/** @param states that the instance gives in turn when it is asked; it cannot be reached when there is none left */
function watched(states: readonly Pick<BootStatus, 'state' | 'phase'>[] = [], canBegin = true) {
  let now = 0
  const left = [...states]
  const asked: string[] = []
  const clock = { now: () => now, sleep: () => Promise.resolve() }
  const watch = new BootWatch(
    { clock, note: (text) => void asked.push(text) },
    {
      status: () => {
        asked.push('status')
        const next = left.shift()
        return next === undefined
          ? Promise.reject(new Error('not registered'))
          : Promise.resolve({ stack: 'shop', bundle: 'b', reason: null, phases: [], log: [], ...next })
      },
      boot: () => {
        asked.push('boot')
        return canBegin ? Promise.resolve({ begun: true }) : Promise.reject(new Error('not registered'))
      },
    },
  )
  const after = (seconds: number, tag: PhaseTag): Promise<PhaseTag> => {
    now += seconds * 1000
    return watch.look(tag)
  }
  return { after, asked }
}

describe('a boot that is watched', () => {
  it('is as far as its tag says, and the instance is not asked', async () => {
    const { after, asked } = watched()
    const tags = [nothing, mount, ready]
    for (const tag of tags) expect(await after(40, tag)).to.deep.equal(tag)
    expect(asked).to.deep.equal([])
  })

  it('fails for good when it was seen to get on before', async () => {
    const { after, asked } = watched()
    await after(0, mount)
    expect(await after(3, failed)).to.deep.equal(failed)
    expect(asked).to.deep.equal([])
  })

  it('is begun again, once, when it had failed before', async () => {
    const { after, asked } = watched()
    expect(await after(0, failed)).to.deep.equal(nothing)
    expect(asked).to.deep.equal(['its boot had failed in phase mount: beginning it again', 'boot'])
    expect((await after(3, mount)).state).to.equal('booting')
    expect(await after(3, failed)).to.deep.equal(failed)
    expect(asked).to.have.length(2)
  })

  it('has failed when its tag stays for a minute as it was before it was begun again', async () => {
    const { after } = watched()
    await after(0, failed)
    expect(await after(59, failed)).to.deep.equal(nothing)
    expect(await after(2, failed)).to.deep.equal(failed)
  })

  it('has failed when it had failed before and the instance cannot be reached', async () => {
    expect(await watched([], false).after(0, failed)).to.deep.equal(failed)
  })

  it('is begun again when it has given up without a way to say so', async () => {
    const { after, asked } = watched([{ state: 'failed', phase: 'egress' }])
    expect(await after(0, nothing)).to.deep.equal(nothing)
    expect(await after(59, nothing)).to.deep.equal(nothing)
    expect(asked).to.deep.equal([])
    expect(await after(2, nothing)).to.deep.equal(nothing)
    expect(asked).to.deep.equal(['status', 'its boot had failed in phase egress: beginning it again', 'boot'])
    expect(await after(3, ready)).to.deep.equal(ready)
  })

  it('has failed when it gives up in silence a second time', async () => {
    const given = { state: 'failed', phase: 'egress' } as const
    const { after } = watched([given, given])
    await after(0, nothing)
    await after(61, nothing)
    expect(await after(61, nothing)).to.deep.equal(given)
  })

  it('is ready when the instance says so and could not set its tag', async () => {
    const { after } = watched([{ state: 'ready', phase: 'ready' }])
    await after(0, mount)
    expect(await after(61, mount)).to.deep.equal(ready)
  })

  it('goes on when the instance is silent too, which is asked again a minute later', async () => {
    const { after, asked } = watched([{ state: 'booting', phase: 'images' }])
    await after(0, mount)
    expect(await after(61, mount)).to.deep.equal(mount)
    expect(await after(30, mount)).to.deep.equal(mount)
    expect(await after(31, mount)).to.deep.equal(mount)
    expect(asked).to.deep.equal(['status', 'status'])
  })
})
