// The queue to the disk: durable when it says so, few writes for many changes, silent after a failure.
import { expect } from 'chai'
import { setting } from '../state/node-records.js'
import type { Document } from '../state/document.js'
import { sampleDocument } from '../testing/sample-document.js'
import { StateWriter } from './state-writer.js'

function now(): string {
  return '2026-01-01T00:00:00.000Z'
}

describe('the state writer', () => {
  it('puts changes of one tick into one write, in order, and resolves after it', async () => {
    const saved: Document[] = []
    const writer = new StateWriter(sampleDocument(), async (document) => void saved.push(document), now)
    await Promise.all([
      writer.commit(setting({ tier: 'a' })),
      writer.commit(setting({ tier: 'b' })),
      writer.commit(setting({ status: 'running' })),
    ])
    expect(saved.length).to.equal(1)
    expect(saved[0]).to.include({ tier: 'b', status: 'running', revision: 1 })
    expect(writer.document).to.equal(saved[0])
  })

  it('shows a change only when it is durable', async () => {
    let finish: () => void = () => undefined
    const writer = new StateWriter(sampleDocument(), () => new Promise((resolve) => (finish = resolve)), now)
    const committed = writer.commit(setting({ tier: 'later' }))
    await new Promise((resolve) => setImmediate(resolve))
    expect(writer.document.tier).to.equal('dev')
    finish()
    await committed
    expect(writer.document.tier).to.equal('later')
  })

  it('writes nothing after a write that failed', async () => {
    let writes = 0
    const writer = new StateWriter(sampleDocument(), () => Promise.reject(new Error(`disk ${(writes += 1)}`)), now)
    const first = await writer.commit(setting({ tier: 'a' })).catch((error: Error) => error.message)
    const second = await writer.commit(setting({ tier: 'b' })).catch((error: Error) => error.message)
    expect([first, second]).to.deep.equal(['disk 1', 'disk 1'])
    expect(writer.document.revision).to.equal(0)
  })
})
