// What kept data costs, in words that say no more than is known.
import { expect } from 'chai'
import { copyWarnings, dataWords, keptWords, lastCopyOf, storageRows } from './storage-words.js'

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

  const rows = storageRows([
    {
      id: 'qdrant',
      volumes: { storage: { kind: 'block', rpoSeconds: 900, owner: 0 }, shots: { kind: 'shared', owner: 0 } },
    },
    { id: 'ollama', volumes: { models: { kind: 'cache', owner: 0 } } },
    { id: 'n8n', volumes: { home: { kind: 'shared', owner: 0 } } },
  ])
  const copy = { service: 'qdrant', ageSeconds: 180, rpoSeconds: 900, error: null }

  it('says where the data of a service is, and how old its copy is', () => {
    expect(dataWords('qdrant', rows, [copy])).to.equal('disk, copied 3 min ago')
    expect(dataWords('qdrant', rows, [{ ...copy, ageSeconds: null }])).to.equal('disk, no copy yet')
    expect(dataWords('ollama', rows, [copy])).to.equal('disk, not copied')
    expect([dataWords('n8n', rows, []), dataWords('crawl4ai', rows, [])]).to.deep.equal(['EFS', ''])
  })

  it('warns of a copy that is older than it may be, with the reason', () => {
    expect(copyWarnings([copy, { ...copy, ageSeconds: 1700 }])).to.deep.equal([])
    const failing = { ...copy, ageSeconds: 3600, error: 'no space left' }
    expect(copyWarnings([failing])).to.deep.equal([
      "The newest copy is of 1 h ago of what qdrant has on the instance's disk: no space left",
    ])
    expect(copyWarnings([{ ...failing, ageSeconds: null }])[0]).to.contain('There is no copy yet')
  })

  it('calls nothing on a disk that has gone: of what was copied there is the last copy', () => {
    const left = rows.map(lastCopyOf).filter(({ lostWithInstance }) => !lostWithInstance)
    expect(left.map(({ where, volume }) => `${where} ${volume}`)).to.deep.equal([
      'EFS storage (its last copy)',
      'EFS shots',
      'EFS home',
    ])
    expect(left.every(({ copiedEverySeconds }) => copiedEverySeconds === null)).to.equal(true)
  })
})
