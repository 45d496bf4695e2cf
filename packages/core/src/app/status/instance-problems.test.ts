// What is said of an instance that is not as it should be, and which command mends it.
import { expect } from 'chai'
import { instanceProblems } from './instance-problems.js'

const about = { name: 'my-stack', instanceId: 'i-0abc', reason: null }
const ready = { state: 'ready', phase: 'ready', reason: null, progress: null } as const
const well = { instance: 'running', boot: ready, notice: null, silence: null }

describe('problems of an instance', () => {
  it('are none where all is well', () => {
    expect(instanceProblems(about, well)).to.deep.equal([])
  })

  it('are one sentence, without what only follows from it', () => {
    const silence = 'the instance does not answer: Waited 10 s'
    const notice = { kind: 'interruption', seen: 'x', what: 'terminate', at: '2026-03-01T12:00:00Z' }
    const boot = (state: 'booting' | 'failed' | 'drained', phase: string, reason: string | null = null) => ({
      ...ready,
      state,
      phase,
      reason,
    })
    const cases = [
      [{ ...well, silence }, silence],
      [
        { ...well, silence, instance: null },
        'i-0abc is gone: gm deploy my-stack brings another one, with the same data',
      ],
      [{ ...well, silence, instance: 'stopped' }, 'i-0abc is stopped: gm deploy my-stack starts it again'],
      [{ ...well, silence, boot: boot('booting', 'images') }, 'it is still booting, in phase images'],
      [
        { ...well, silence, boot: boot('failed', 'mount', 'access denied') },
        'failed in phase mount: access denied; gm deploy my-stack begins it again',
      ],
      [
        { ...well, silence, boot: boot('drained', 'drained', 'asked') },
        'were stopped: asked; gm deploy my-stack starts',
      ],
      [
        { ...well, silence, notice, boot: boot('drained', 'drained', 'interruption') },
        'AWS takes the spot instance i-0abc back at 2026-03-01T12:00:00Z: its data was copied and its services stopped',
      ],
      [{ ...well, notice }, 'and is about to stop its services; gm deploy my-stack replaces it'],
    ] as const
    for (const [seen, text] of cases) {
      const problems = instanceProblems(about, seen)
      expect(problems, text).to.have.length(1)
      expect(problems[0]).to.contain(text)
    }
  })

  it('have the reason that EC2 gives', () => {
    const lost = instanceProblems(
      { ...about, reason: 'Server.SpotInstanceTermination' },
      { ...well, instance: 'terminated' },
    )
    expect(lost[0]).to.contain('is terminated (Server.SpotInstanceTermination)')
  })
})
