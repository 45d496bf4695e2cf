// The guess of what is left, at the moments when it is easy to get wrong; and durations in words.
import { expect } from 'chai'
import { formatDuration } from './duration.js'
import { failing, instant, midway } from './recorded.test.data.js'
import { remaining } from './remaining.js'
import { fold, noRun } from './view.js'

const half = midway.reduce(fold, noRun)

describe('ui/remaining', () => {
  it('is the longest chain of what is open', () => {
    expect(remaining(noRun, 0)).to.equal(0)
    expect(remaining(midway.slice(0, 1).reduce(fold, noRun), instant(0))).to.equal((10 + 90 + 20) * 1000)
    expect(remaining(half, instant(12))).to.equal((86 + 20) * 1000)
  })

  it('never says that a node which is late is about to end', () => {
    expect(remaining(half, instant(1000))).to.equal((9 + 20) * 1000)
  })

  it('counts nothing that is over, well or badly', () => {
    expect(remaining(failing.reduce(fold, noRun), instant(61))).to.equal(0)
  })

  it('survives a circle and a dependency that is not there', () => {
    const node = { ...half.nodes[0], id: 'a', deps: ['a', 'gone'], seconds: 1, status: 'waiting' } as const
    expect(remaining({ ...half, nodes: [node as (typeof half.nodes)[number]] }, instant(0))).to.be.at.least(0)
  })
})

describe('ui/duration', () => {
  const durations = [
    [-5, '0.0 s'],
    [0, '0.0 s'],
    [420, '0.4 s'],
    [960, '1 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [185_000, '3 min 5 s'],
    [3_600_000, '1 h'],
    [3_720_000, '1 h 2 min'],
  ] as const
  for (const [ms, words] of durations)
    it(`says ${words} for ${ms} ms`, () => expect(formatDuration(ms)).to.equal(words))
})
