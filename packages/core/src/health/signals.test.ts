// Each sign from its source, and none before its time.
import { expect } from 'chai'
import type { StackJudgement } from './judgement.js'
import { signalsOf, type Signs } from './signals.js'

const well: Signs = { instance: 'running', notice: null, silentLooks: 0, isDrained: false, health: null }
const thresholds = { consecutiveFailures: 3 }

function judged(verdict: 'warning' | 'critical', critical: boolean): StackJudgement {
  const service = { service: 'n8n', verdict, critical, consecutiveFailures: 3, reasons: [] }
  return { at: '2026-01-01T00:00:00Z', verdict: critical ? verdict : 'warning', services: [service] }
}

function sources(change: Partial<Signs>): string[] {
  return signalsOf({ ...well, ...change }, thresholds).map(({ source }) => source)
}

describe('signals of a lost instance', () => {
  it('are none while all is well, or one look was bad', () => {
    expect(sources({})).to.deep.equal([])
    expect(sources({ instance: 'pending', silentLooks: 2, health: judged('warning', true) })).to.deep.equal([])
  })

  it('are EC2’s word, its notice, the agent’s silence and the probes, each by itself', () => {
    expect(sources({ instance: 'terminated' })).to.deep.equal(['ec2'])
    expect(sources({ instance: null })).to.deep.equal(['ec2'])
    expect(sources({ notice: { kind: 'interruption', at: null } })).to.deep.equal(['notice'])
    expect(sources({ silentLooks: 3 })).to.deep.equal(['agent'])
    expect(sources({ health: judged('critical', true) })).to.deep.equal(['services'])
    expect(sources({ isDrained: true, health: judged('critical', true) })).to.deep.equal(['services'])
  })

  it('are not of a service that the stack can do without, nor of a rebalance', () => {
    expect(sources({ health: judged('critical', false), notice: { kind: 'rebalance', at: null } })).to.deep.equal([])
  })
})
