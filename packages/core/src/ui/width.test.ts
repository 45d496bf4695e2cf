// Columns of texts that terminals show wider or narrower than they are long.
import { expect } from 'chai'
import { displayWidth, pad, truncate, wrap } from './width.js'

describe('ui/width', () => {
  const widths: readonly (readonly [text: string, width: number])[] = [
    ['abc', 3],
    ['日本語', 6],
    ['é', 1],
    ['e\u0301', 1],
    ['🎉', 2],
    ['🖥️', 2],
    ['✔', 1],
    ['👩‍💻', 2],
    ['', 0],
    ['…', 1],
  ]
  for (const [text, width] of widths)
    it(`counts ${JSON.stringify(text)} as ${width}`, () => expect(displayWidth(text)).to.equal(width))

  it('cuts at a column and never through a wide character', () => {
    expect(truncate('abcdef', 4)).to.equal('abc…')
    expect(truncate('日本語', 4)).to.equal('日…')
    expect(truncate('abc', 3)).to.equal('abc')
    expect(truncate('abc', 0)).to.equal('')
  })

  it('pads by columns', () => {
    expect(pad('日', 4)).to.equal('日  ')
    expect(pad('7', 3, 'right')).to.equal('  7')
  })

  it('wraps between words and leaves a long word whole', () => {
    expect(wrap('one two three', 7)).to.deep.equal(['one two', 'three'])
    expect(wrap('see https://example.com/long now', 8)).to.deep.equal(['see', 'https://example.com/long', 'now'])
    expect(wrap('a\nb', 10)).to.deep.equal(['a', 'b'])
  })
})
