// The ready queue: order, width, failure, and that nothing waits for a level.
import { expect } from 'chai'
import { criticalPath, reversed } from './critical-path.js'
import { walk, type WalkOptions } from './walk.js'

function item(id: string, deps: string[] = [], duration = 1): { id: string; deps: string[]; duration: number } {
  return {
    id,
    deps,
    duration,
  }
}

const options: WalkOptions = { concurrency: 8, stopped: () => false, goOnAfterFailure: false }

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

describe('walk', () => {
  it('starts what has the longest way behind it first, and no more at once than allowed', async () => {
    const started: string[] = []
    let inFlight = 0
    let most = 0
    const work = [item('short'), item('long', [], 9), item('middle', [], 5), item('after-short', ['short'], 7)]
    await walk(
      work,
      async ({ id }) => {
        started.push(id)
        most = Math.max(most, (inFlight += 1))
        await turn()
        inFlight -= 1
      },
      { ...options, concurrency: 1 },
    )
    expect(started).to.deep.equal(['long', 'short', 'after-short', 'middle'])
    expect(most).to.equal(1)
  })

  it('has no barriers: what is ready starts although others of its level are not done', async () => {
    const log: string[] = []
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    await walk(
      [item('slow'), item('fast'), item('after-fast', ['fast'])],
      async ({ id }) => {
        if (id === 'slow') await held
        if (id === 'after-fast') release()
        log.push(id)
      },
      options,
    )
    expect(log).to.deep.equal(['fast', 'after-fast', 'slow'])
  })

  it('after a failure starts nothing new and lets what is in flight finish', async () => {
    const result = await walk(
      [item('bad'), item('slow'), item('next', ['slow'])],
      async ({ id }) => {
        if (id === 'bad') throw new Error('no')
        await turn()
      },
      options,
    )
    expect([...result.failed.keys()]).to.deep.equal(['bad'])
    expect([...result.done.keys()]).to.deep.equal(['slow'])
    expect(result.skipped).to.deep.equal(['next'])
  })

  it('goes on beside a failure when told to, but never over it', async () => {
    const result = await walk(
      [item('bad'), item('under-bad', ['bad']), item('slow'), item('next', ['slow'])],
      async ({ id }) => {
        if (id === 'bad') throw new Error('no')
      },
      { ...options, goOnAfterFailure: true },
    )
    expect([...result.done.keys()]).to.deep.equal(['slow', 'next'])
    expect(result.skipped).to.deep.equal(['under-bad'])
  })

  it('starts nothing when stopped', async () => {
    const result = await walk([item('a')], async () => undefined, { ...options, stopped: () => true })
    expect(result).to.deep.equal({ done: new Map(), failed: new Map(), skipped: ['a'] })
  })
})

describe('the critical path', () => {
  const work = [item('a', [], 2), item('b', ['a'], 3), item('c', ['a'], 1), item('d', ['b', 'c'], 4), item('e', [], 8)]

  it('is the longest chain', () => {
    expect(criticalPath(work)).to.deep.equal({ duration: 9, ids: ['a', 'b', 'd'] })
  })

  it('is as long when every edge is turned round', () => {
    expect(criticalPath(reversed(work))).to.deep.equal({ duration: 9, ids: ['d', 'b', 'a'] })
  })
})
