// SPEC.md says what the table says.
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { specText } from './spec.js'
import { OPERATIONS } from './table.js'

describe('SPEC.md', () => {
  it('is what gm-sandbox spec prints', () => {
    expect(readFileSync(new URL('../../SPEC.md', import.meta.url), 'utf8')).to.equal(specText(OPERATIONS))
  })

  it('names every operation once', () => {
    const names = OPERATIONS.map(({ service, name }) => `${service}:${name}`)
    expect(new Set(names).size).to.equal(names.length)
  })

  it('says of every patched or native operation what is promised', () => {
    expect(OPERATIONS.filter(({ kind, promise }) => kind !== 'forwarded' && promise === '')).to.deep.equal([])
  })
})
