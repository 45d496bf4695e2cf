// The end of an instance takes its interfaces along, whatever its owner does with the address at that very moment.
import { expect } from 'chai'
import type { Context } from '../account/context.js'
import type { InstanceRecord } from './instance-record.js'
import { terminate } from './terminate.js'

const answers: Readonly<Record<string, unknown>> = {
  DescribeAddresses: { addressesSet: { item: [{ associationId: 'eipassoc-1' }] } },
  DescribeNetworkInterfaces: { networkInterfaceSet: { item: [{ networkInterfaceId: 'eni-1' }] } },
}

function world(refused: string): { readonly cx: Context; readonly asked: string[]; readonly troubles: string[] } {
  const asked: string[] = []
  const troubles: string[] = []
  const record = {
    id: 'i-1',
    account: '123456789012',
    region: 'us-east-1',
    launchedAt: 0,
    market: 'spot',
    instance: { end: async () => undefined },
  } as unknown as InstanceRecord
  const ask = async (_scope: unknown, _service: unknown, operation: string): Promise<unknown> => {
    asked.push(operation)
    if (operation === refused) throw new Error(`${operation} was refused`)
    return answers[operation] ?? {}
  }
  const cx = {
    moto: { ask },
    clock: { now: () => 0, sleep: async () => undefined },
    state: { instances: new Map([['i-1', record]]), signal: new AbortController().signal, internalErrors: troubles },
  }
  return { cx: cx as unknown as Context, asked, troubles }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

describe('terminate', () => {
  it('goes on when the address was taken away meanwhile', async () => {
    const { cx, asked, troubles } = world('DisassociateAddress')
    terminate(cx, 'i-1')
    await settled()
    expect(asked).to.deep.equal([
      'DescribeAddresses',
      'DescribeNetworkInterfaces',
      'DisassociateAddress',
      'TerminateInstances',
      'DeleteNetworkInterface',
    ])
    expect(troubles).to.deep.equal([])
  })

  it('does not hide that the instance could not be taken out', async () => {
    const { cx, troubles } = world('TerminateInstances')
    terminate(cx, 'i-1')
    await settled()
    expect(troubles).to.deep.equal(['TerminateInstances was refused'])
  })
})
