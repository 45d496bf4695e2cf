// A console that is read again: what is new, once.
import { expect } from 'chai'
import { ConsoleTail } from './console-tail.js'

function numbered(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => `line ${from + index}`)
}

describe('a console read again', () => {
  it('tells what was added, though its beginning has gone meanwhile', () => {
    const tail = new ConsoleTail()
    expect(tail.next([])).to.deep.equal([])
    expect(tail.next(numbered(0, 20))).to.deep.equal(numbered(0, 20))
    expect(tail.next(numbered(0, 20))).to.deep.equal([])
    expect(tail.next(numbered(7, 25))).to.deep.equal(numbered(20, 25))
  })

  it('tells everything where it has moved on by more than it holds', () => {
    const tail = new ConsoleTail()
    tail.next(numbered(0, 20))
    expect(tail.next(numbered(90, 95))).to.deep.equal(numbered(90, 95))
  })

  it('knows lines of the boot log that it had, as often as it had them', () => {
    const tail = new ConsoleTail()
    tail.next(['kernel', 'gm-boot: egress ok 3ms', 'gm-boot: waits', 'gm-boot: waits'])
    expect(tail.hadLine('2026-01-01T00:00:01Z gm-boot: egress ok 3ms')).to.equal(true)
    expect(tail.hadLine('gm-boot: egress ok 3ms')).to.equal(false)
    expect([1, 2, 3].map(() => tail.hadLine('gm-boot: waits'))).to.deep.equal([true, true, false])
    expect(tail.hadLine('pulling')).to.equal(false)
  })
})
