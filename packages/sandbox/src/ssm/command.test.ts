// A command passes through its states once.
import { expect } from 'chai'
import { type Command, commandStatus } from './command.js'

function command(exitCode: number, runs: number[] = []): Command {
  return {
    id: 'c',
    account: '1',
    region: 'r',
    instanceId: 'i',
    document: 'd',
    sentAt: 0,
    run: () => {
      runs.push(1)
      return { exitCode, stdout: '', stderr: '' }
    },
  }
}

describe('commandStatus', () => {
  it('does not exist at first, then waits, runs and ends', () => {
    const one = command(0)
    expect([0, 800, 1500, 9000].map((ms) => commandStatus(one, ms))).to.deep.equal([
      undefined,
      'Pending',
      'InProgress',
      'Success',
    ])
    expect(commandStatus(command(1), 9000)).to.equal('Failed')
  })

  it('runs once, however often it is asked', () => {
    const runs: number[] = []
    const one = command(0, runs)
    commandStatus(one, 9000)
    commandStatus(one, 9001)
    expect(runs).to.have.length(1)
  })
})
