// What a number means: how full a disk is, how long a certificate lasts, how far off a clock is.
import { expect } from 'chai'
import { GmError } from '@geuse/plugin-api'
import { skewFinding } from './account-checks.js'
import { findingOf } from './check.js'
import { certificateFinding, diskFinding } from './stack-checks.js'

const gib = 2 ** 30
const day = 86_400_000

describe('a finding', () => {
  it('of a disk says what empties it before it is full', () => {
    const states = [20, 4, 1].map((free) => diskFinding({ size: 40 * gib, free: free * gib }, 'my-stack'))
    expect(states.map(({ state }) => state)).to.deep.equal(['ok', 'warning', 'failed'])
    expect(states[2]).to.include({ found: '2 % of 40 GiB are free' })
    expect(states[2]?.mends?.join()).to.contain('gm exec my-stack -- docker system df')
    expect(diskFinding(null, 'my-stack').state).to.equal('skipped')
  })

  it('of a certificate goes by its own time, which may be hours or years', () => {
    const of = (days: number, left: number) => {
      const certificate = { from: new Date(0).toISOString(), to: new Date(days * day).toISOString() }
      return certificateFinding(certificate, (days - left) * day, 'my-stack').state
    }
    expect([of(90, 30), of(90, 14), of(90, 0), of(0.5, 0.2), of(0.5, 0.05)]).to.deep.equal([
      ...['ok', 'warning', 'failed'],
      ...['ok', 'warning'],
    ])
  })

  it('of a clock is a failure where AWS would take no signature', () => {
    const of = (skewSeconds: number | undefined) => skewFinding({ accountId: '', arn: '', skewSeconds })
    expect([0.4, -90, 301].map((skew) => of(skew).state)).to.deep.equal(['ok', 'warning', 'failed'])
    expect(of(-90).found).to.contain('90 s behind AWS')
    expect(of(301).mends?.[0]).to.contain('timedatectl')
    expect(of(undefined).state).to.equal('unknown')
  })

  it('of what was refused tells a missing right from a thing that is wrong', () => {
    expect(findingOf(new GmError('DENIED', 'no')).state).to.equal('unknown')
    const both = GmError.all('two', [
      new GmError('QUOTA', 'a', { hints: ['x'] }),
      new GmError('QUOTA', 'b', { hints: ['x'] }),
    ])
    expect(findingOf(both)).to.include({ state: 'failed' })
    expect(findingOf(both).mends).to.deep.equal(['x'])
    expect(findingOf(new TypeError('bug'))).to.deep.equal({ state: 'failed', found: 'bug' })
  })
})
