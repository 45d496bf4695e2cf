// What a run writes into its document at its start.
import { expect } from 'chai'
import { creating, ready } from '../state/node-records.js'
import { sampleDocument } from '../testing/sample-document.js'
import { beginRun } from './run-operation.js'
import { StateWriter } from './state-writer.js'

const at = '2026-01-01T00:00:00.000Z'
const intent = { type: 'vpc', plugin: 'core', stage: 'network', identity: {}, deps: [], inputs: {} } as const

describe('the start of a run', () => {
  it('keeps what is ready in the very document that it changes, not in one read before', async () => {
    const writer = new StateWriter(
      sampleDocument(),
      async () => undefined,
      () => at,
    )
    const start = { id: 'run-1', operation: 'deploy', at, status: 'creating' } as const
    await Promise.all([
      writer.commit(creating('vpc', { ...intent, deps: [] }, at)),
      writer.commit(ready('vpc', { outputs: { vpcId: 'vpc-1' }, inputs: {}, deps: [] }, at)),
      writer.commit((document) => beginRun(document, start)),
    ])
    expect(writer.document.run?.ready_at_start).to.deep.equal({ vpc: 0 })
    expect(writer.document).to.include({ status: 'creating', revision: 1 })
  })
})
