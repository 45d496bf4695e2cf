// No more calls in flight than allowed, and no place lost.
import { expect } from 'chai'
import { limit } from './concurrency.js'

describe('limit', () => {
  it('lets no more than its places run, and lets everyone run in the end', async () => {
    const within = limit(3)
    let running = 0
    let most = 0
    const work = async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
    }
    await Promise.all(Array.from({ length: 20 }, () => within(work)))
    expect({ most, running }).to.deep.equal({ most: 3, running: 0 })
  })

  it('gives the place of work that failed to the next', async () => {
    const within = limit(1)
    await within(() => Promise.reject(new Error('no'))).catch(() => undefined)
    expect(await within(async () => 'yes')).to.equal('yes')
  })
})
