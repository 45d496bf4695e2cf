// SPEC.md says what the table says.
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { specText } from './spec.js'
import { operations } from './table.js'

describe('SPEC.md', () => {
  it('is what gm-sandbox spec prints', () => {
    expect(readFileSync(new URL('../../SPEC.md', import.meta.url), 'utf8')).to.equal(specText(operations))
  })

  it('names every operation once', () => {
    const names = operations.map(({ service, name }) => `${service}:${name}`)
    expect(new Set(names).size).to.equal(names.length)
  })

  it('says of every patched or native operation what is promised', () => {
    expect(operations.filter(({ kind, promise }) => kind !== 'forwarded' && promise === '')).to.deep.equal([])
  })
})
