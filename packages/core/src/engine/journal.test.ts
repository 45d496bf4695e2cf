// The queue to the disk: durable when it says so, few writes for many changes, silent after a failure.
import { expect } from 'chai'
import { setting } from '../state/ledger.js'
import type { Document } from '../state/document.js'
import { sampleDocument } from '../testing/sample-document.js'
import { Journal } from './journal.js'

const now = (): string => '2026-01-01T00:00:00.000Z'

describe('the journal', () => {
  it('puts changes of one tick into one write, in order, and resolves after it', async () => {
    const saved: Document[] = []
    const journal = new Journal(sampleDocument(), async (document) => void saved.push(document), now)
    await Promise.all([
      journal.commit(setting({ tier: 'a' })),
      journal.commit(setting({ tier: 'b' })),
      journal.commit(setting({ status: 'running' })),
    ])
    expect(saved.length).to.equal(1)
    expect(saved[0]).to.include({ tier: 'b', status: 'running', revision: 1 })
    expect(journal.document).to.equal(saved[0])
  })

  it('shows a change only when it is durable', async () => {
    let finish: () => void = () => undefined
    const journal = new Journal(sampleDocument(), () => new Promise((resolve) => (finish = resolve)), now)
    const committed = journal.commit(setting({ tier: 'later' }))
    await new Promise((resolve) => setImmediate(resolve))
    expect(journal.document.tier).to.equal('dev')
    finish()
    await committed
    expect(journal.document.tier).to.equal('later')
  })

  it('writes nothing after a write that failed', async () => {
    let writes = 0
    const journal = new Journal(sampleDocument(), () => Promise.reject(new Error(`disk ${(writes += 1)}`)), now)
    const first = await journal.commit(setting({ tier: 'a' })).catch((error: Error) => error.message)
    const second = await journal.commit(setting({ tier: 'b' })).catch((error: Error) => error.message)
    expect([first, second]).to.deep.equal(['disk 1', 'disk 1'])
    expect(journal.document.revision).to.equal(0)
  })
})
