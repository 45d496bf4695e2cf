// How long ago, as it can be typed.
import { expect } from 'chai'
import { secondsAgo } from './since.js'

const now = Date.parse('2026-03-01T12:00:00Z')

describe('--since', () => {
  it('is a duration or a time', () => {
    const cases = {
      '90': 90,
      '90s': 90,
      '10m': 600,
      '1h30m': 5400,
      '2d': 172_800,
      '2026-03-01T11:59:00Z': 60,
      '2026-03-01T12:00:00+01:00': 3600,
      '99999d': 999_999_999,
    }
    for (const [text, seconds] of Object.entries(cases)) expect(secondsAgo(text, now), text).to.equal(seconds)
  })

  it('is refused where it is neither, with what can be typed', () => {
    for (const text of ['', 'yesterday', '-5m', '5x', '1.5h', '2026-99-99', '2027-01-01T00:00:00Z', '$(id)', '10m '])
      expect(() => secondsAgo(text, now), text).to.throw('neither a time in the past nor a duration')
  })
})
