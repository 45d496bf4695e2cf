// CPU credits: what instances are launched with, and that each is changed or refused by itself.
import { expect } from 'chai'
import type { Context } from '../account/context.js'
import type { Call } from '../request/call.js'
import { describeCredits, modifyCredits } from './cpu-credits.js'
import type { InstanceRecord } from './instance-record.js'

const types: Readonly<Record<string, string>> = { 'i-1': 't3.large', 'i-2': 'm5.large', 'i-3': 't2.large' }

function account(): Context {
  const record = (id: string): InstanceRecord =>
    ({ id, account: '123456789012', region: 'us-east-1', launchedAt: 0, market: 'spot' }) as unknown as InstanceRecord
  const ask = async (
    ...[
      ,
      ,
      ,
      {
        InstanceId: [id = ''],
      },
    ]: [unknown, unknown, unknown, { InstanceId: string[] }]
  ) => ({
    reservationSet: { item: [{ instancesSet: { item: [{ instanceType: types[id] }] } }] },
  })
  const instances = new Map(Object.keys(types).map((id) => [id, record(id)]))
  return { moto: { ask }, clock: { now: () => 3_600_000 }, state: { instances } } as unknown as Context
}

function call(params: object): Call {
  return { account: '123456789012', region: 'us-east-1', params } as unknown as Call
}

function change(id: string): Call {
  return call({ InstanceCreditSpecification: [{ InstanceId: id, CpuCredits: 'standard' }] })
}

async function credits(cx: Context): Promise<string[]> {
  const { body } = await describeCredits(call({ InstanceId: Object.keys(types) }), cx)
  return [...String(body).matchAll(/<cpuCredits>(\w+)</g)].map((match) => match[1] ?? '')
}

describe('CPU credits', () => {
  it('are unlimited from the third generation on, and stay changed', async () => {
    const cx = account()
    expect(await credits(cx)).to.deep.equal(['unlimited', 'standard', 'standard'])
    await modifyCredits(change('i-1'), cx)
    expect(await credits(cx)).to.deep.equal(['standard', 'standard', 'standard'])
  })

  it('are refused to instances that have none, and of instances that are not there', async () => {
    const cx = account()
    const { body } = await modifyCredits(change('i-2'), cx)
    expect(String(body)).to.contain('InstanceCreditSpecification.NotSupported')
    expect(await modifyCredits(change('i-9'), cx).catch((error: { code: string }) => error.code)).to.equal(
      'InvalidInstanceID.NotFound',
    )
  })
})
