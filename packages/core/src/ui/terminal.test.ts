// Frames on a terminal small enough to be written here: what stands on it after each is what was meant to.
import { expect } from 'chai'
import { Repainter, type Screen } from './terminal.js'

/** Understands what the repainter uses: line ends, cursor up, erase to the end of the line and of the screen. */
class LittleTerminal implements Screen {
  readonly lines: string[] = ['']
  #row = 0
  #column = 0
  cursor = true

  write(text: string): void {
    for (const [token] of text.matchAll(/\u001b\[[?\d]*[a-zA-Z]|[\s\S]/g)) this.#take(token)
  }

  #take(token: string): void {
    if (token === '\n') return this.#move(this.#row + 1, 0)
    if (token === '\r') return this.#move(this.#row, 0)
    if (token.endsWith('A')) return this.#move(this.#row - Number(token.slice(2, -1)), this.#column)
    if (token.endsWith('K')) return void (this.lines[this.#row] = this.#here.slice(0, this.#column))
    if (token.endsWith('J')) return void this.lines.splice(this.#row + 1, Infinity, ...this.#eraseHere())
    if (token.startsWith('\u001b[?25')) return void (this.cursor = token.endsWith('h'))
    this.lines[this.#row] = this.#here.slice(0, this.#column) + token + this.#here.slice(this.#column + 1)
    this.#column += 1
  }

  get #here(): string {
    return this.lines[this.#row] ?? ''
  }

  #eraseHere(): string[] {
    this.lines[this.#row] = this.#here.slice(0, this.#column)
    return []
  }

  #move(row: number, column: number): void {
    this.#row = row
    this.#column = column
    while (this.lines.length <= row) this.lines.push('')
  }
}

describe('ui/terminal', () => {
  it('puts each frame where the last one stood, shorter or longer', () => {
    const terminal = new LittleTerminal()
    terminal.write('$ gm deploy\n')
    const repainter = new Repainter(terminal)
    repainter.paint(['one long line', 'two'])
    repainter.paint(['1', '2', '3'])
    expect(terminal.lines).to.deep.equal(['$ gm deploy', '1', '2', '3', ''])
    repainter.paint(['short'])
    expect(terminal.lines).to.deep.equal(['$ gm deploy', 'short', ''])
    expect(terminal.cursor).to.equal(false)
  })

  it('leaves the last frame for good, with what follows below it', () => {
    const terminal = new LittleTerminal()
    const repainter = new Repainter(terminal)
    repainter.paint(['a', 'b'])
    repainter.leave(['end'])
    terminal.write('$ ')
    repainter.paint(['new'])
    expect(terminal.lines[0]).to.equal('end')
    expect(terminal.lines.join('|')).to.contain('$ new')
  })

  it('clears the frame when it is told to forget it', () => {
    const terminal = new LittleTerminal()
    const repainter = new Repainter(terminal)
    repainter.paint(['a', 'b'])
    repainter.forget()
    expect(terminal.lines).to.deep.equal([''])
    repainter.paint(['c'])
    expect(terminal.lines).to.deep.equal(['c', ''])
  })
})
