// When a monitor acts, and when it must not: on two signals at two looks in a row, never on one, not for ever.
import { expect } from 'chai'
import { GmError } from '@geuse/plugin-api'
import type { Signal } from '../../health/signals.js'
import { VirtualClock } from '../../testing/virtual-clock.js'
import type { Look } from './look.js'
import { type MonitorEntry, watch } from './watch.js'

const ec2: Signal = { source: 'ec2', text: 'EC2 says that the instance is terminated' }
const agent: Signal = { source: 'agent', text: 'its agent was silent' }

function look(signals: readonly Signal[], change: Partial<Look> = {}): Look {
  return {
    type: 'look',
    stack: 'my-stack',
    at: '2026-01-01T00:00:00Z',
    status: 'running',
    verdict: signals.length === 0 ? 'healthy' : 'critical',
    instance: { id: 'i-1', state: 'running' },
    services: [],
    url: null,
    notice: null,
    signals,
    changes: [],
    problems: [],
    ...change,
  }
}

/** Watches these looks, and nothing after them. */
async function watched(
  looks: readonly (Look | GmError)[],
  heal: (() => Promise<void>) | undefined,
): Promise<{ readonly types: readonly string[]; readonly seconds: number }> {
  const clock = new VirtualClock(0)
  const end = new AbortController()
  const left = [...looks]
  const entries: MonitorEntry[] = []
  try {
    const seen = watch({
      clock,
      signal: end.signal,
      intervalSeconds: 30,
      once: false,
      heal,
      look: async () => {
        const next = left.shift()
        if (next === undefined) {
          end.abort(new Error('seen enough'))
          throw end.signal.reason
        }
        if (next instanceof GmError) throw next
        return next
      },
    })
    for await (const entry of seen) entries.push(entry)
  } catch (error) {
    if (!end.signal.aborted) throw error
  }
  return { types: entries.map(({ type }) => type), seconds: clock.now() / 1000 }
}

describe('a monitor', () => {
  it('looks at its interval, and does nothing while all is well', async () => {
    expect(await watched([look([]), look([]), look([])], async () => undefined)).to.deep.equal({
      types: ['look', 'look', 'look'],
      seconds: 90,
    })
  })

  it('heals on two signals at two looks in a row, and looks again', async () => {
    let healed = 0
    const heal = async () => void (healed += 1)
    const { types } = await watched([look([ec2, agent]), look([ec2, agent]), look([])], heal)
    expect(types).to.deep.equal(['look', 'look', 'healing', 'healed', 'look'])
    expect(healed).to.equal(1)
  })

  it('never heals on one, however long it lasts, nor on two of which one has gone', async () => {
    const heal = async () => {
      throw new Error('healed on one signal')
    }
    const looks = [look([ec2]), look([ec2]), look([ec2, agent]), look([agent]), look([ec2, agent]), look([ec2])]
    expect((await watched(looks, heal)).types).to.deep.equal(looks.map(() => 'look'))
  })

  it('never heals where nobody asked for it, nor what another run is at', async () => {
    const both = look([ec2, agent])
    expect((await watched([both, both, both], undefined)).types).to.deep.equal(['look', 'look', 'look'])
    const updating = look([ec2, agent], { status: 'updating' })
    expect((await watched([updating, updating, updating], async () => undefined)).types).not.to.include('healing')
  })

  it('tries three times, and again once the stack was well', async () => {
    const bad = look([ec2, agent])
    const heal = async () => {
      throw new GmError('CAPACITY', 'there is none')
    }
    const { types } = await watched([bad, bad, bad, bad, bad, bad, look([]), bad, bad], heal)
    const tries = types.flatMap((type, index) => (type === 'heal-failed' ? [index] : []))
    expect(tries).to.have.length(4)
    expect(types.slice(-1)).to.deep.equal(['heal-failed'])
  })

  it('tells that it could not look, and goes on; at the first look that is its end', async () => {
    const unreachable = new GmError('UNREACHABLE', 'no network')
    expect((await watched([look([]), unreachable, look([])], undefined)).types).to.deep.equal(['look', 'blind', 'look'])
    expect(await watched([unreachable], undefined).catch((error: unknown) => error)).to.equal(unreachable)
  })

  it('does not take a look in vain for one that was well', async () => {
    const both = look([ec2, agent])
    const { types } = await watched([look([]), both, new GmError('UNREACHABLE', 'no'), both], async () => undefined)
    expect(types).to.deep.equal(['look', 'look', 'blind', 'look', 'healing', 'healed'])
  })
})
