// Every delay says where it is from.
import { expect } from 'chai'
import table from './delays.json' with { type: 'json' }

describe('delays.json', () => {
  for (const [name, { seconds, source }] of Object.entries(table)) {
    it(`${name} has seconds and a source`, () => {
      expect(seconds).to.be.greaterThan(0)
      expect(source).to.match(/\w{6}/)
    })
  }
})
