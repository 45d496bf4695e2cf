// The public URL, seen from the user's side; and probes in words.
import { expect } from 'chai'
import { describeProbe } from './probe.js'
import { judgeReach } from './reach.js'

describe('health/reach', () => {
  const url = 'https://203.0.113.7'
  const silent = { kind: 'no-connection', error: 'ETIMEDOUT' } as const
  it('tells a wrong answer from no way there', () => {
    expect(judgeReach(url, { kind: 'answered', status: 200 }, 'healthy').verdict).to.equal('reached')
    expect(judgeReach(url, { kind: 'answered', status: 302 }, 'warning').verdict).to.equal('reached')
    expect(judgeReach(url, { kind: 'answered', status: 502 }, 'healthy')).to.deep.equal({
      verdict: 'wrong-answer',
      text: `${url} answers with status 502`,
    })
    expect(judgeReach(url, silent, 'healthy').verdict).to.equal('not-from-here')
    for (const inside of ['starting', 'warning', 'critical', 'unknown'] as const)
      expect(judgeReach(url, silent, inside).verdict).to.equal('down')
  })
})

describe('health/probe', () => {
  const service = { id: 'n8n', ports: { http: 5678, broker: { port: 5679, internal: true as const } } }
  it('says what is asked', () => {
    expect(
      describeProbe(service, { kind: 'http', port: 'http', path: '/healthz', timeoutSeconds: 5, critical: true }),
    ).to.equal('GET :5678/healthz within 5 s')
    expect(describeProbe(service, { kind: 'tcp', port: 'broker', timeoutSeconds: 3, critical: true })).to.equal(
      'connect to :5679 within 3 s',
    )
    expect(
      describeProbe(service, {
        kind: 'exec',
        container: 'runner',
        command: ['true'],
        timeoutSeconds: 1,
        critical: false,
      }),
    ).to.equal('true in n8n-runner within 1 s')
    expect(describeProbe(service, { kind: 'exec', command: ['a', 'b'], timeoutSeconds: 1, critical: false })).to.equal(
      'a b in n8n within 1 s',
    )
  })
})
