// A monitor's picture on a narrow, a usual and a wide screen, and its lines in a log.
import { expect } from 'chai'
import { lookLines, noteLine, pictureLines, type LookView } from './monitor-lines.js'
import { chooseStyle, plain, type Style } from './style.js'
import { displayWidth } from './width.js'

const look: LookView = {
  stack: 'my-stack',
  at: '2026-01-01T12:34:56.000Z',
  verdict: 'critical',
  instance: { id: 'i-0abc', state: 'running' },
  services: [
    { service: 'n8n', verdict: 'critical', ms: null, consecutiveFailures: 3, reasons: ['http probe failed: refused'] },
    { service: 'postgres', verdict: 'healthy', ms: 12, consecutiveFailures: 0, reasons: [] },
  ],
  url: { text: 'https://203.0.113.7 answers with status 502', verdict: 'wrong-answer' },
  notice: null,
  signals: [{ text: 'its own probes of n8n fail' }],
  changes: [{ of: 'n8n', from: 'warning', to: 'critical' }],
  problems: [],
}

function screen(columns: number): Style {
  return chooseStyle({ isTTY: true, noColor: true, ci: false, showEmojis: false, columns })
}

describe('the screen of a monitor', () => {
  for (const columns of [40, 80, 200])
    it(`stays within ${columns} columns`, () => {
      const lines = pictureLines(look, screen(columns), 'every 30 s, until Ctrl-C')
      for (const text of lines) expect(displayWidth(text), text).to.be.at.most(columns)
    })

  it('is a table of services with what is wrong below it', () => {
    expect(pictureLines(look, screen(80), 'every 30 s, until Ctrl-C').map((text) => text.trimEnd())).to.deep.equal([
      'my-stack is ✖ critical  12:34:56  every 30 s, until Ctrl-C',
      '',
      'SERVICE    HEALTH     ANSWERS   FAILED   WHY',
      'n8n        critical         -        3   http probe failed: refused',
      'postgres   healthy      12 ms        0',
      '',
      'https://203.0.113.7 answers with status 502',
      'i-0abc is running',
      'one signal, which is not acted upon: its own probes of n8n fail',
    ])
  })

  it('is a line a look in a log, and one for each change', () => {
    expect(lookLines(look, plain)).to.deep.equal([
      '12:34:56 ✖ critical  n8n critical, postgres 12 ms, url wrong-answer',
      '12:34:56 n8n: warning → critical',
    ])
    const healing = { type: 'healing', at: look.at, signals: [{ text: 'one' }, { text: 'another' }] } as const
    expect(noteLine(healing, plain)).to.equal('12:34:56 → mending, because one, and another')
  })

  it('tells of a spot notice once, when it comes, with what to do', () => {
    const noticed = { ...look, notice: { kind: 'interruption', at: '2026-01-01T12:36:00Z' } }
    const came = { ...noticed, changes: [{ of: 'notice', from: 'none', to: 'interruption' }] }
    expect(lookLines(came, plain).join('\n'))
      .to.contain('back at 2026-01-01T12:36:00Z')
      .and.contain('gm deploy my-stack')
    expect(lookLines(noticed, plain).join('\n')).not.to.contain('gm deploy')
  })
})
