// Whose line it is, at a glance and to grep.
import { expect } from 'chai'
import { stripVTControlCharacters } from 'node:util'
import { logPainter } from './log-lines.js'
import { chooseStyle, plain } from './style.js'

const colorful = chooseStyle({ isTTY: true, noColor: false, ci: false, showEmojis: false, columns: 40 })

describe('log lines', () => {
  it('have their writer in front, in a column, and are never cut', () => {
    const draw = logPainter(['n8n', 'postgres'], plain)
    const long = 'word '.repeat(60)
    expect(draw({ source: 'n8n', text: long })).to.equal(`n8n      │ ${long}`)
    expect(draw({ source: 'postgres', text: '' })).to.equal('postgres │ ')
    expect(draw({ source: 'n8n-runners', text: 'a' })).to.equal('n8n-runners │ a')
    expect(draw({ source: 'n8n', text: 'b' })).to.equal('n8n         │ b')
  })

  it('have a colour for each writer, the same at every call', () => {
    const sources = ['n8n', 'postgres', 'edge']
    const fronts = sources.map((source) => logPainter(sources, colorful)({ source, text: 't' }))
    const colours = fronts.map((drawn) => drawn.slice(0, drawn.indexOf('m') + 1))
    expect(new Set(colours).size).to.equal(3)
    expect(fronts.map(stripVTControlCharacters)).to.deep.equal(['n8n      │ t', 'postgres │ t', 'edge     │ t'])
    const draw = logPainter(sources, colorful)
    expect(draw({ source: 'n8n-runners', text: 't' })).to.contain(colours[0])
    for (let index = 0; index < 20; index++) draw({ source: `other-${index}`, text: 't' })
    expect(draw({ source: 'edge', text: 't' })).to.contain(colours[2])
  })
})
