// `compact_mode`: what only looks good is left out, and nothing else.
import { expect } from 'chai'
import { bannerLines } from './banner.js'
import { frameLines } from './frame.js'
import { line, segment } from './line.js'
import { chooseStyle } from './style.js'

const terminal = { isTTY: true, noColor: true, ci: false, showEmojis: false, columns: 100 }
const [usual, compact] = [chooseStyle(terminal), chooseStyle({ ...terminal, compact: true })]

describe('compact_mode', () => {
  it('leaves out frames and empty lines', () => {
    const lines = [line(segment('one')), line(), line(segment('two'))]
    expect(frameLines([segment('title')], lines, 'success', compact)).to.deep.equal(['title', 'one', 'two'])
    expect(frameLines([segment('title')], lines, 'success', usual)).to.have.length(7)
  })

  it('shows the small banner', () => {
    const text = { version: '1.0.0', tagline: 'a tagline' }
    expect(bannerLines(text, compact, true)).to.have.length(3)
    expect(bannerLines(text, usual, true).length).to.be.greaterThan(9)
  })
})
