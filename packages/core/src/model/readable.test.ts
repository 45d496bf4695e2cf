// Whatever a machine says, a terminal shows letters.
import { expect } from 'chai'
import { readable } from './readable.js'

describe('readable', () => {
  it('leaves text as it is: letters of any script, tabs, emoji', () => {
    for (const text of ['', 'plain', 'a\tb', 'größer, 数据, 🎉, שלום']) expect(readable(text)).to.equal(text)
  })

  it('drops what moves a cursor, paints, rings, names windows or turns the direction', () => {
    const cases = {
      '\u001b[31mred\u001b[0m': 'red',
      '\u001b[2J\u001b[1;1Hover': 'over',
      '\u009b31mred': 'red',
      '\u001b]0;title\u0007after': 'after',
      '\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\': 'link',
      '\u001bcreset': 'reset',
      '\u001b(0lines': 'lines',
      'bell\u0007\b\u007f': 'bell',
      'cut\u001b': 'cut',
      'over\rwritten': 'overwritten',
      'abc\u202etxt.exe': 'abctxt.exe',
    }
    for (const [text, shown] of Object.entries(cases)) expect(readable(text), JSON.stringify(text)).to.equal(shown)
  })

  it('is one line, of whole characters', () => {
    expect(readable('one\ntwo\r\nthree')).to.equal('one two three')
    expect(readable('half \ud83d')).to.equal('half \ufffd')
  })
})
