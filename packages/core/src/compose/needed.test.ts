// Which services keep the reverse proxy from starting when they are not well.
import { expect } from 'chai'
import { neededServices } from './needed.js'
import { broken, db, index, web } from './sample.test.js'

describe('neededServices', () => {
  it('are the primary, what is critical, and what these must have', () => {
    expect([...neededServices([db, index, web], 'web')].sort()).to.deep.equal(['db', 'web'])
    expect([...neededServices([index, db], 'search-index')].sort()).to.deep.equal(['db', 'search-index'])
  })

  it('follow uses as far as they go', () => {
    const chain = [broken('a', { uses: { x: 'b.api', y: 'd.api?' } }), broken('b', { uses: { x: 'c.api' } })]
    expect([...neededServices([...chain, broken('c', {}), broken('d', {})], 'a')]).to.deep.equal(['a', 'b', 'c'])
  })
})
