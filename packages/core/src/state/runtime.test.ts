// The time that instances ran is written down when it ends: once, whatever ends it.
import { expect } from 'chai'
import { sampleDocument } from '../testing/sample-document.js'
import type { Document, NodeRecord } from './document.js'
import { gone, setting } from './node-records.js'
import { recordRuntime } from './runtime.js'

const row: NodeRecord = {
  ...{ type: 'instance', plugin: 'core', stage: 'instance', status: 'ready', generation: 0, attempt: 0 },
  ...{ identity: {}, deps: [], since: '2026-01-01T00:00:00.000Z' },
  outputs: {
    ...{ instanceId: 'i-1', type: 't3.large', market: 'spot', zone: 'us-east-1a', privateIp: '10.0.0.1' },
    ...{ pricePerHour: 0.03, onDemandPerHour: 0.0832, launchedAt: '2026-01-01T00:00:00.000Z' },
  },
}
const at = '2026-01-01T10:00:00.000Z'
const running = sampleDocument({ nodes: { instance: row }, updated_at: at })

function withOutputs(fields: object): Document {
  return setting({ nodes: { instance: { ...row, outputs: { ...(row.outputs as object), ...fields } as never } } })(
    running,
  )
}

describe('the runtime of instances', () => {
  it('is told of the one that runs, up to the last write', () => {
    expect(running.cost).to.include({
      total_runtime_hours: 10,
      estimated_cost_to_date: 0.3,
      spot_price_per_hour: 0.03,
      on_demand_price_per_hour: 0.0832,
    })
  })

  it('is written down when an instance is gone, stopped or started again, and not before', () => {
    const ended = { instance_id: 'i-1', from: '2026-01-01T00:00:00.000Z', to: at, price_per_hour: 0.03 }
    for (const after of [
      gone('instance', at)(running),
      withOutputs({ stopped: true }),
      withOutputs({ launchedAt: '2026-01-01T09:00:00.000Z' }),
      withOutputs({ instanceId: 'i-2' }),
    ]) {
      const [only, ...others] = recordRuntime(running, after, at).runtime
      expect(only).to.include(ended)
      expect(others).to.deep.equal([])
    }
    expect(recordRuntime(running, withOutputs({ pricePerHour: 0.04 }), at).runtime).to.deep.equal([])
    expect(recordRuntime(withOutputs({ stopped: true }), running, at).runtime).to.deep.equal([])
  })

  it('stays when there is no instance any more', () => {
    const after = setting({ updated_at: at })(recordRuntime(running, gone('instance', at)(running), at))
    expect(after.runtime).to.have.length(1)
    expect(after.cost).to.equal(null)
  })
})
