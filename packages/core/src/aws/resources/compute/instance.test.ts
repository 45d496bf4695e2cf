// Buying an instance: what each answer of a fleet leads to, and which token each attempt carries.
import { expect } from 'chai'
import type { InstanceProps } from '@geuse/plugin-api'
import { ec2Error, type Stub, thrownBy, withStub } from '../../stub-aws.test.js'
import { instance } from './instance.js'
import { launchInstance } from './launch-instance.js'

const props: InstanceProps = {
  templateId: 'lt-1',
  version: 1,
  types: ['t3.large', 'm5.large'],
  subnets: [{ subnetId: 'subnet-1', zone: 'eu-west-1a' }],
  market: 'spot',
}
const bought = {
  body: '<CreateFleetResponse><fleetId>f</fleetId><fleetInstanceSet><item><instanceIds><item>i-1</item></instanceIds></item></fleetInstanceSet></CreateFleetResponse>',
}

function empty(code: string, message = 'no') {
  return {
    body: `<CreateFleetResponse><fleetId>f</fleetId><errorSet><item><errorCode>${code}</errorCode><errorMessage>${message}</errorMessage></item></errorSet></CreateFleetResponse>`,
  }
}

const none = { body: '<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>' }
const noPrice = { body: JSON.stringify({ PriceList: [] }) }

describe('purchase', () => {
  it('buys on the spot market, with the token of the first attempt', async () => {
    await withStub({ CreateFleet: bought }, async ({ cx, bodies }) => {
      expect(await launchInstance(cx, props)).to.equal('i-1')
      expect(asked(bodies)).to.deep.equal([['spot', 'token-0']])
      expect(cx.tokens).to.deep.equal([])
    })
  })

  it('goes on demand when there is no spot capacity, with a token of its own', async () => {
    await withStub(
      { CreateFleet: [empty('InsufficientInstanceCapacity'), bought], GetProducts: noPrice },
      async ({ cx, bodies }) => {
        expect(await launchInstance(cx, props)).to.equal('i-1')
        expect(asked(bodies)).to.deep.equal([
          ['spot', 'token-0'],
          ['on-demand', 'token-1'],
        ])
      },
    )
  })

  it('never goes on demand where that is forbidden, and burns the token of the empty fleet', async () => {
    await withStub({ CreateFleet: empty('InsufficientInstanceCapacity') }, async ({ cx, calls }) => {
      expect((await thrownBy(() => launchInstance(cx, { ...props, market: 'spot-only' }))).code).to.equal('CAPACITY')
      expect(calls).to.deep.equal(['CreateFleet'])
      expect(cx.tokens).to.have.length(1)
    })
  })

  it('says which quota stands in the way', async () => {
    await withStub(
      { CreateFleet: empty('VcpuLimitExceeded', 'You have requested more vCPU capacity than your limit') },
      async ({ cx }) => {
        const error = await thrownBy(() => launchInstance(cx, { ...props, market: 'on-demand' }))
        expect(error.code).to.equal('QUOTA')
        expect(error.hints.join()).to.contain('L-1216C47A')
      },
    )
  })

  it('waits for IAM, a token an attempt, and stays on the spot market', async () => {
    const late = empty(
      'InvalidParameterValue',
      'Value (gm) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN',
    )
    await withStub({ CreateFleet: [late, late, bought] }, async ({ cx, bodies }) => {
      expect(await launchInstance(cx, props)).to.equal('i-1')
      expect(asked(bodies)).to.deep.equal([
        ['spot', 'token-0'],
        ['spot', 'token-1'],
        ['spot', 'token-2'],
      ])
    })
  })

  it('looks for the instance of a token that was used in another way, before it takes another', async () => {
    const used = { status: 400, body: ec2Error('IdempotentParameterMismatch', 'used') }
    await withStub({ CreateFleet: [used, bought], DescribeInstances: none }, async ({ cx, calls }) => {
      expect(await launchInstance(cx, props)).to.equal('i-1')
      expect(calls.indexOf('DescribeInstances')).to.be.greaterThan(0)
      expect(cx.tokens).to.deep.equal(['an earlier attempt left no instance'])
    })
  })

  it('tells what the account lacks for its first spot instance', async () => {
    const denied = empty('AuthFailure.ServiceLinkedRoleCreationNotPermitted')
    await withStub({ CreateFleet: denied }, async ({ cx }) => {
      const error = await thrownBy(() => launchInstance(cx, props))
      expect(error.code).to.equal('DENIED')
      expect(error.hints[0]).to.contain('create-service-linked-role')
    })
  })
})

describe('CPU credits of an instance', () => {
  const standing = (type: string) => ({
    instanceId: 'i-1',
    type,
    market: 'spot' as const,
    zone: 'eu-west-1a',
    privateIp: '10.0.0.1',
    pricePerHour: 0.03,
    launchedAt: '',
    running: true,
  })
  const changed = {
    body: '<R><successfulInstanceCreditSpecificationSet><item><instanceId>i-1</instanceId></item></successfulInstanceCreditSpecificationSet></R>',
  }
  const refused = {
    body: '<R><unsuccessfulInstanceCreditSpecificationSet><item><instanceId>i-1</instanceId><error><code>IncorrectInstanceState</code><message>not running</message></error></item></unsuccessfulInstanceCreditSpecificationSet></R>',
  }

  it('are standard, so that it costs no more than its price', async () => {
    await withStub({ ModifyInstanceCreditSpecification: changed }, async ({ cx, bodies }) => {
      expect(await instance.sync!(cx, standing('t3a.large'), props)).to.include({ cpuCredits: 'standard' })
      expect(new URLSearchParams(bodies[0]).get('InstanceCreditSpecification.1.CpuCredits')).to.equal('standard')
    })
  })

  it('are not asked about of other types, nor twice', async () => {
    await withStub({}, async ({ cx, calls }) => {
      await instance.sync!(cx, standing('m5.large'), props)
      await instance.sync!(cx, { ...standing('t3.large'), cpuCredits: 'standard' }, props)
      expect(calls).to.deep.equal([])
    })
  })

  it('keep nobody from an instance where EC2 leaves them as they are', async () => {
    await withStub({ ModifyInstanceCreditSpecification: refused }, async ({ cx }) => {
      expect(await instance.sync!(cx, standing('t3.large'), props)).to.not.have.property('cpuCredits')
    })
  })
})

function asked(bodies: Stub['bodies']): string[][] {
  const fleets = bodies.map((body) => new URLSearchParams(body)).filter((form) => form.get('Action') === 'CreateFleet')
  return fleets.map((form) => [
    form.get('TargetCapacitySpecification.DefaultTargetCapacityType')!,
    form.get('ClientToken')!,
  ])
}
