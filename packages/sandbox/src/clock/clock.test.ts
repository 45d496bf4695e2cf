// The clock runs faster than the wall's, keeps its place when its pace changes, and stops waiting when told.
import { expect } from 'chai'
import { Clock, maxSpeed } from './clock.js'

describe('Clock', () => {
  it('passes so many AWS seconds a second', () => {
    let real = 1000
    const clock = new Clock(20, () => real)
    real += 500
    expect(clock.now()).to.equal(1000 + 10_000)
  })

  it('does not jump when its pace changes', () => {
    let real = 0
    const clock = new Clock(100, () => real)
    real = 10
    clock.speed = 1
    expect(clock.now()).to.equal(1000)
    real = 20
    expect(clock.now()).to.equal(1010)
  })

  it('takes those along who wait already when its pace changes', async () => {
    const clock = new Clock(1)
    const wait = clock.sleep(3600, new AbortController().signal)
    clock.speed = maxSpeed
    await wait
  })

  it('is over with a long wait at once when it runs as fast as it can', async () => {
    await new Clock(maxSpeed).sleep(3600, new AbortController().signal)
  })

  it('rejects a wait that is called off, before and during it', async () => {
    const during = new AbortController()
    const outcomes = [
      new Clock(1).sleep(60, AbortSignal.abort(new Error('before'))),
      new Clock(1).sleep(60, during.signal),
    ].map((wait) => wait.catch((error: Error) => error.message))
    during.abort(new Error('during'))
    expect(await Promise.all(outcomes)).to.deep.equal(['before', 'during'])
  })
})
