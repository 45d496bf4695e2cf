// Which call a rule strikes, and what the caller is told.
import { expect } from 'chai'
import type { Arrival } from '../journal/journal.js'
import { faultError } from './fault-error.js'
import { type FaultRule, Faults } from './faults.js'

function call(operation: string, mutating = false): Arrival {
  return {
    service: 'ec2',
    operation,
    region: 'us-east-1',
    account: '1',
    params: {},
    mutating,
  }
}

function struck(rule: FaultRule, calls: readonly Arrival[], random = () => 0): boolean[] {
  const faults = new Faults(random)
  faults.add(rule)
  return calls.map((each) => faults.strike(each).length > 0)
}

const three = [call('A'), call('A'), call('A')]

describe('Faults', () => {
  it('strike every matching call, or so many of them', () => {
    expect(struck({ effect: 'throttle' }, three)).to.deep.equal([true, true, true])
    expect(struck({ effect: 'throttle', times: 2 }, three)).to.deep.equal([true, true, false])
  })

  it('strike the nth matching call, once unless told otherwise', () => {
    expect(struck({ effect: 'reset-after', nth: 2 }, three)).to.deep.equal([false, true, false])
    expect(struck({ effect: 'reset-after', nth: 2, times: 2 }, three)).to.deep.equal([false, true, true])
    expect(
      struck({ effect: 'hang-after', mutating: true, nth: 2 }, [call('A', true), call('B'), call('C', true)]),
    ).to.deep.equal([false, false, true])
  })

  it('match by service, operation and whether something is changed', () => {
    expect(struck({ effect: 'error', service: 'efs' }, three)).to.deep.equal([false, false, false])
    expect(struck({ effect: 'error', operation: 'B' }, [call('A'), call('B')])).to.deep.equal([false, true])
    expect(struck({ effect: 'error', mutating: false }, [call('A', true), call('B')])).to.deep.equal([false, true])
  })

  it('strike by chance', () => {
    const numbers = [0.2, 0.7, 0.4]
    expect(struck({ effect: 'throttle', probability: 0.5 }, three, () => numbers.shift() ?? 1)).to.deep.equal([
      true,
      false,
      true,
    ])
  })

  it('can be taken away', () => {
    const faults = new Faults()
    const first = faults.add({ effect: 'throttle' })
    faults.add({ effect: 'latency', ms: 1 })
    faults.remove(first)
    expect(faults.strike(call('A')).map(({ effect }) => effect)).to.deep.equal(['latency'])
    faults.remove()
    expect(faults.list()).to.deep.equal([])
  })
})

describe('faultError', () => {
  it('throttles in the words of the service', () => {
    const words = ['ec2', 'iam', 'efs', 'ssm'].map((service) => {
      const error = faultError({ effect: 'throttle' }, service)
      return `${error?.code} ${error?.status}`
    })
    expect(words).to.deep.equal([
      'RequestLimitExceeded 503',
      'Throttling 400',
      'ThrottlingException 429',
      'ThrottlingException 400',
    ])
  })

  it('says what it is told to say, and otherwise that the service is broken', () => {
    expect(faultError({ effect: 'error', code: 'AccessDenied', status: 403, message: 'no' }, 'iam')).to.include({
      code: 'AccessDenied',
      status: 403,
      message: 'no',
    })
    expect(faultError({ effect: 'error' }, 'ec2')).to.include({ code: 'InternalError', status: 500 })
    expect(faultError({ effect: 'reset-before' }, 'ec2')).to.equal(undefined)
  })
})
