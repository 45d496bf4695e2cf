// The public URL, seen from the user's side.
import { expect } from 'chai'
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
