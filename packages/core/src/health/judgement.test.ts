// Verdicts at every edge of the thresholds.
import { expect } from 'chai'
import type { Health } from '@geuse/instance-contract'
import { judge, type StackJudgement } from './judgement.js'

type Probe = Health['probes'][number]

function probe(service: string, critical: boolean, change: Partial<Probe> = {}): Probe {
  return {
    service,
    kind: 'http',
    critical,
    ok: true,
    ms: 10,
    error: null,
    ...change,
  }
}

const down = { ok: false, ms: 1, error: 'refused' } as const

function answer(probes: Health['probes'], containers: Health['containers'] = []): Health {
  return {
    at: '2026-01-01T00:00:00Z',
    probes,
    containers,
  }
}

function words({ verdict, services }: StackJudgement): Record<string, string> {
  return {
    stack: verdict,
    ...Object.fromEntries(services.map((row) => [row.service, row.verdict])),
  }
}

const good = answer([probe('n8n', true), probe('qdrant', false)])
const n8nDown = answer([probe('n8n', true, down), probe('qdrant', false)])
const qdrantDown = answer([probe('n8n', true), probe('qdrant', false, down)])

describe('health/judgement', () => {
  it('is healthy when everything answers', () => {
    expect(words(judge(good, []))).to.deep.equal({ stack: 'healthy', n8n: 'healthy', qdrant: 'healthy' })
  })

  it('warns at the first failure and is critical at the third in a row', () => {
    expect(words(judge(n8nDown, []))).to.include({ stack: 'warning', n8n: 'warning' })
    expect(words(judge(n8nDown, [n8nDown]))).to.include({ stack: 'warning', n8n: 'warning' })
    expect(words(judge(n8nDown, [n8nDown, n8nDown]))).to.include({ stack: 'critical', n8n: 'critical' })
  })

  it('starts to count again after a good answer, or one that says nothing of the service', () => {
    expect(judge(n8nDown, [n8nDown, n8nDown, good]).services[0]).to.include({
      verdict: 'warning',
      consecutiveFailures: 1,
    })
    expect(judge(n8nDown, [n8nDown, n8nDown, answer([])]).services[0]).to.include({
      verdict: 'warning',
      consecutiveFailures: 1,
    })
    expect(judge(good, [n8nDown, n8nDown, n8nDown]).services[0]).to.include({
      verdict: 'healthy',
      consecutiveFailures: 0,
    })
  })

  it('lets what is not critical worry the stack, and no more', () => {
    expect(words(judge(qdrantDown, [qdrantDown, qdrantDown]))).to.deep.equal({
      stack: 'warning',
      n8n: 'healthy',
      qdrant: 'critical',
    })
  })

  it('obeys the thresholds of the person', () => {
    const thresholds = { consecutiveFailures: 1, latencyWarningMs: 5, latencyCriticalMs: 8 }
    expect(words(judge(n8nDown, [], thresholds))).to.deep.equal({
      stack: 'critical',
      n8n: 'critical',
      qdrant: 'critical',
    })
  })

  for (const [ms, verdict] of [
    [2000, 'healthy'],
    [2001, 'warning'],
    [5000, 'warning'],
    [5001, 'critical'],
  ] as const) {
    it(`is ${verdict} at ${ms} ms`, () => {
      const judged = judge(answer([probe('n8n', true, { ms })]), [])
      expect(judged.services[0]).to.include({ verdict, ms })
      expect(judged.services[0]?.reasons).to.have.length(verdict === 'healthy' ? 0 : 1)
    })
  }

  it('gives a container that is starting its time', () => {
    const starting = answer([probe('n8n', true, down)], [{ name: 'n8n', state: 'running', health: 'starting' }])
    expect(words(judge(starting, [starting, starting, starting]))).to.deep.equal({ stack: 'starting', n8n: 'starting' })
  })

  it('sees containers that are broken though the probe answers, sidecars too', () => {
    const containers = [
      { name: 'n8n', state: 'running', health: 'healthy' },
      { name: 'n8n-runner', state: 'restarting', health: 'none' },
      { name: 'n8n-provision', state: 'exited', health: 'none' },
    ]
    expect(judge(answer([probe('n8n', true)], containers), []).services[0]).to.deep.include({
      verdict: 'warning',
      reasons: ['container n8n-runner is restarting'],
    })
  })

  it('says why', () => {
    expect(judge(n8nDown, []).services[0]?.reasons).to.deep.equal(['http probe failed: refused'])
  })

  it('takes one failing probe of several for the service failing', () => {
    expect(judge(answer([probe('n8n', true), probe('n8n', false, down)]), []).services).to.have.length(1)
    expect(words(judge(answer([probe('n8n', true), probe('n8n', false, down)]), []))).to.include({ n8n: 'warning' })
  })

  it('knows nothing of an instance without probes', () => {
    expect(judge(answer([]), []).verdict).to.equal('unknown')
  })
})
