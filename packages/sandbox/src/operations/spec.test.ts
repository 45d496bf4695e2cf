// What the table of operations must be, for SPEC.md is made from it; `npm run check` holds the two together.
import { expect } from 'chai'
import { operations } from './table.js'

describe('the table of operations', () => {
  it('names every operation once', () => {
    const names = operations.map(({ service, name }) => `${service}:${name}`)
    expect(new Set(names).size).to.equal(names.length)
  })

  it('says of every patched or native operation what is promised', () => {
    expect(operations.filter(({ kind, promise }) => kind !== 'forwarded' && promise === '')).to.deep.equal([])
  })
})
