// What kept data costs, in words that say no more than is known.
import { expect } from 'chai'
import { keptWords } from './storage-words.js'

const gib = 1024 ** 3

describe('ui/storage-words', () => {
  const words: readonly (readonly [bytes: number | null, price: number | null, said: string])[] = [
    [6144, 0.3, 'Its file system holds 6 KiB; at $0.30 a GB and month that is less than a cent a month.'],
    [12.5 * gib, 0.33, 'Its file system holds 12.5 GiB; at $0.33 a GB and month that is about $4.13 a month.'],
    [1500 * gib, 0.3, 'Its file system holds 1.5 TiB; at $0.30 a GB and month that is about $450.00 a month.'],
    [null, 0.3, 'Its file system costs $0.30 a GB and month.'],
    [6144, null, 'EFS bills its storage by the GB and month; it holds 6 KiB.'],
    [null, null, 'EFS bills its storage by the GB and month.'],
    [0, 0.3, 'Its file system holds 0 KiB; at $0.30 a GB and month that is less than a cent a month.'],
  ]
  for (const [bytes, pricePerGbMonth, said] of words) {
    it(`says ${said}`, () => expect(keptWords({ bytes, pricePerGbMonth })).to.equal(said))
  }
})
