// Frames of a recorded run, line by line, at fixed instants: what a person sees on terminals of several sizes.
import { expect } from 'chai'
import type { NodePart } from '@geuse/plugin-api'
import { stripVTControlCharacters } from 'node:util'
import { begins, ends, failing, instant, midway, notes, started } from './recorded.test.data.js'
import { plain } from './style.js'
import { treeLines } from './tree-lines.js'
import { fold, noRun } from './view.js'
import { displayWidth } from './width.js'

const half = midway.reduce(fold, noRun)
const frame = { style: { ...plain, width: 79, screen: true }, rows: 40, now: instant(12) }

describe('ui/tree-lines', () => {
  it('shows nodes under stages, times, notes and what is waited for', () => {
    expect(treeLines(half, frame)).to.deep.equal([
      ' deploy my-stack         ━━━━━━━━━━──────────  3/6  12 s  ~2 min left',
      '',
      ' ✔ network  2',
      '   ✔ vpc           vpc-0a1b2c3d                                             3 s',
      '   ✔ subnet        subnet-0a1b2c3d                                          2 s',
      ' ⠋ storage  1/2',
      '   ✔ file-system   fs-0a1b2c3d                                              8 s',
      '   ⠋ mount-target                                                           4 s',
      ' ⠋ instance  0/1',
      '   ⠋ instance      no spot capacity in eu-west-1a                           7 s',
      ' · health  0/1',
      '   · healthy       waits for instance, mount-target',
      '',
      ' Ctrl-C stops safely; gm deploy my-stack goes on from there.',
    ])
  })

  const part = (name: string, state: NodePart['state']): NodePart => ({ name, state })
  const pulling = fold(half, {
    ...notes(12, 'instance', 'instance', 'images'),
    parts: [part('n8nio/n8n:2', 'ok'), part('postgres:17', 'running'), part('qdrant:1', 'waiting')],
  })

  it('shows below a node what it is at, part by part, where there are rows for it', () => {
    const lines = treeLines(pulling, frame)
    const at = lines.findIndex((text) => text.includes('⠋ instance      images, 1 of 3'))
    expect(lines.slice(at + 1, at + 4)).to.deep.equal([
      '       ✔ n8nio/n8n:2',
      '       ⠋ postgres:17',
      '       · qdrant:1',
    ])
    expect(treeLines(pulling, { ...frame, rows: 12 }).join('\n'))
      .to.contain('images, 1 of 3')
      .and.not.to.contain('n8nio')
    const over = fold(pulling, ends(13, 'instance', 'instance', 9, 'i-0'))
    expect(treeLines(over, frame).join('\n')).not.to.contain('n8nio')
  })

  it('never cuts the id of what was made: where it does not fit it has a line of its own', () => {
    const label = 'i-0123456789abcdef0, t3a.large spot in us-east-1b'
    const made = fold(half, ends(13, 'instance', 'instance', 9000, label))
    for (const width of [79, 59, 39, 31]) {
      const lines = treeLines(made, { ...frame, style: { ...frame.style, width } })
      expect(
        lines.every((text) => displayWidth(text) <= width),
        `${width}`,
      ).to.equal(true)
      for (const word of label.split(' ')) expect(lines.join('\n')).to.contain(word)
    }
    const lines = treeLines(made, { ...frame, style: { ...frame.style, width: 59 } })
    const at = lines.findIndex((text) => text.startsWith('   ✔ instance'))
    expect(lines.slice(at, at + 2)).to.deep.equal([
      `   ✔ instance${' '.repeat(43)}9 s`,
      '     i-0123456789abcdef0, t3a.large spot in us-east-1b',
    ])
  })

  it('says at a bad end what failed, what was skipped and that it failed', () => {
    const lines = treeLines(failing.reduce(fold, noRun), { ...frame, rows: Infinity, now: instant(99) })
    expect(lines[0]).to.match(/^ deploy my-stack .* failed {2}4\/6 {2}1 min$/)
    expect(lines).to.include('   ✖ instance      No capacity for t3.large                                35 s')
    expect(lines).to.include(' ○ health  0/1')
    expect(lines).to.include('   ○ healthy       instance failed')
    expect(lines.join('\n')).to.not.contain('Ctrl-C')
  })

  it('leaves the bar where it is, however wide the numbers beside it grow', () => {
    const barAt = (seconds: number): number | undefined =>
      treeLines(half, { ...frame, now: instant(seconds) })[0]?.indexOf('━')
    expect([4, 59, 60, 659, 9000].map(barAt)).to.deep.equal([25, 25, 25, 25, 25])
    expect(treeLines(failing.reduce(fold, noRun), frame)[0]?.indexOf('━')).to.equal(25)
  })

  it('takes the hint of Ctrl-C away when nothing is left to be stopped', () => {
    const ended = { ...half, nodes: half.nodes.map((node) => ({ ...node, status: 'finished' as const })) }
    expect(treeLines(half, frame).at(-1)).to.contain('Ctrl-C stops safely')
    expect(treeLines(ended, frame).join('\n')).to.not.contain('Ctrl-C')
    expect(treeLines(ended, { ...frame, said: 'Stopping.' }).at(-1)).to.equal(' Stopping.')
  })

  it('folds finished stages first where rows are short', () => {
    const lines = treeLines(half, { ...frame, rows: 13 })
    expect(lines).to.have.length.at.most(13)
    expect(lines).to.include(' ✔ network  2')
    expect(lines.join('\n')).to.not.contain('vpc-0a1b2c3d')
    expect(lines.join('\n')).to.contain('waits for instance')
  })

  it('keeps what runs in sight down to very few rows', () => {
    const lines = treeLines(half, { ...frame, rows: 10 })
    expect(lines).to.have.length.at.most(10)
    expect(lines.join('\n')).to.contain('no spot capacity')
    expect(lines.join('\n')).to.contain('mount-target')
  })

  it('hides what waits before it hides what runs', () => {
    const lines = treeLines([started(), begins(0, 'vpc', 'network')].reduce(fold, noRun), { ...frame, rows: 9 }).join(
      '\n',
    )
    expect(lines).to.contain('   ⠋ vpc').and.to.not.contain('subnet')
    expect(lines).to.not.contain('more')
  })

  it('never draws more rows or columns than there are', () => {
    for (const width of [20, 33, 40, 60, 79, 100]) {
      for (const rows of [1, 4, 7, 11, 20]) {
        const lines = treeLines(half, { ...frame, style: { ...frame.style, width, emoji: true, color: true }, rows })
        expect(lines.length, `${width}x${rows}`).to.be.at.most(rows)
        for (const text of lines)
          expect(displayWidth(stripVTControlCharacters(text)), `${width}: ${text}`).to.be.at.most(width)
      }
    }
  })
})
