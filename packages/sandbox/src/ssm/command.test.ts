// A command passes through its states once.
import { expect } from 'chai'
import { newAccountState } from '../account/new-account-state.js'
import { Clock } from '../clock/clock.js'
import type { CommandResult } from '../instances/emulated-instance.js'
import { carryOut } from './carry-out.js'
import { type Command, commandStatus } from './command.js'

function command(run: Command['run']): Command {
  return {
    id: 'c',
    account: '1',
    region: 'r',
    instanceId: 'i',
    document: 'd',
    sentAt: 0,
    cancelled: new AbortController(),
    run,
  }
}

function ends(exitCode: number) {
  return async (): Promise<CommandResult> => ({ exitCode, stdout: 'out', stderr: '' })
}

describe('a command', () => {
  const state = newAccountState(new AbortController().signal)
  const clock = new Clock(10_000)

  it('does not exist at first, then waits, runs and ends', async () => {
    const one = command(ends(0))
    const statuses = () => [0, 800, 1500, 9000].map((ms) => commandStatus(one, ms))
    expect(statuses()).to.deep.equal([undefined, 'Pending', 'InProgress', 'InProgress'])
    await carryOut(one, { clock, state })
    expect(statuses()).to.deep.equal([undefined, 'Success', 'Success', 'Success'])
    const other = command(ends(1))
    await carryOut(other, { clock, state })
    expect([commandStatus(other, 9000), other.result?.stdout]).to.deep.equal(['Failed', 'out'])
  })

  it('runs out of its time', async () => {
    const one = command(async () => undefined)
    await carryOut(one, { clock, state })
    expect([commandStatus(one, 9000), one.result]).to.deep.equal(['TimedOut', undefined])
  })

  it('is cancelled, and then never runs', async () => {
    let runs = 0
    const one = command(async () => {
      runs += 1
      return ends(0)()
    })
    one.cancelled.abort()
    await carryOut(one, { clock, state })
    expect([commandStatus(one, 9000), runs]).to.deep.equal(['Cancelled', 0])
  })

  it('is cancelled while it runs, and did not run out of its time', async () => {
    const one: Command = command(async () => {
      one.cancelled.abort()
      return undefined
    })
    await carryOut(one, { clock, state })
    expect(commandStatus(one, 9000)).to.equal('Cancelled')
  })
})
