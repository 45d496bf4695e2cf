// Every wait ends, says what for, and can be cancelled.
import { expect } from 'chai'
import { GmError } from '@geuse/plugin-api'
import { hurriedClock } from '../stub-aws.test.js'
import { waitFor, retryWhile } from './wait-for.js'

function waiting(signal = new AbortController().signal) {
  const notes: string[] = []
  const pauses: number[] = []
  const clock = hurriedClock()
  const counting = {
    now: clock.now,
    sleep: (ms: number, by?: AbortSignal) => {
      pauses.push(ms)
      return clock.sleep(ms, by)
    },
  }
  return { clock: counting, signal, note: (text: string) => void notes.push(text), notes, pauses }
}

describe('until', () => {
  it('looks at once, and says nothing when it need not wait', async () => {
    const cx = waiting()
    expect(await waitFor(cx, 'rain', async () => 'rain', { seconds: 1 })).to.equal('rain')
    expect(cx.notes).to.deep.equal([])
  })

  it('polls at growing intervals of at most three seconds, and says once what for', async () => {
    const cx = waiting()
    let left = 8
    await waitFor(cx, 'rain', async () => (left-- > 0 ? undefined : true), { seconds: 60 })
    expect(cx.pauses.map((ms) => Math.round(ms))).to.deep.equal([250, 400, 640, 1024, 1638, 2621, 3000, 3000])
    expect(cx.notes).to.deep.equal(['waiting for rain'])
  })

  it('gives up at its deadline, and says what it waited for', async () => {
    const error = await waitFor(waiting(), 'rain', async () => undefined, { seconds: 30 }).catch(
      (thrown: GmError) => thrown,
    )
    expect(error).to.include({ code: 'TIMED_OUT', message: 'Waited 30 s for rain' })
  })

  it('ends with the signal', async () => {
    const controller = new AbortController()
    const reason = new GmError('INTERRUPTED', 'stopped')
    const look = async () => {
      controller.abort(reason)
      return undefined
    }
    expect(
      await waitFor(waiting(controller.signal), 'rain', look, { seconds: 30 }).catch((thrown: unknown) => thrown),
    ).to.equal(reason)
  })
})

describe('untilDone', () => {
  it('does again what is refused for a reason that passes, and nothing else', async () => {
    let left = 2
    const work = async () => {
      if (left-- > 0) throw new Error('busy')
      return 'done'
    }
    expect(await retryWhile(waiting(), 'a seat', work, () => true, 60)).to.equal('done')
    const fatal = new Error('fatal')
    const failing = retryWhile(
      waiting(),
      'a seat',
      () => Promise.reject(fatal),
      () => false,
      60,
    )
    expect(await failing.catch((thrown: unknown) => thrown)).to.equal(fatal)
  })
})
