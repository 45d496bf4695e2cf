// States follow from two times and the clock.
import { expect } from 'chai'
import { instanceState } from './instance-record.js'

function at(seconds: number, terminatedAt?: number): string | undefined {
  return instanceState(
    { launchedAt: 0, ...(terminatedAt === undefined ? {} : { terminatedAt: terminatedAt * 1000 }) },
    seconds * 1000,
  )
}

describe('instanceState', () => {
  it('is pending, then running', () => {
    expect([at(0), at(17), at(18), at(9999)]).to.deep.equal(['pending', 'pending', 'running', 'running'])
  })

  it('is shutting down, then terminated for an hour, then gone', () => {
    expect([at(100, 100), at(139, 100), at(140, 100), at(3739, 100), at(3740, 100)]).to.deep.equal([
      'shutting-down',
      'shutting-down',
      'terminated',
      'terminated',
      undefined,
    ])
  })
})
