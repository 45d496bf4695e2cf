// Which way of showing progress is chosen, and that each is fed by events alone and survives a broken stream.
import { expect } from 'chai'
import { EventEmitter } from 'node:events'
import type { NodePart, RunEvent } from '@geuse/plugin-api'
import { chooseProgress, makeProgress } from './progress.js'
import { failing, instant, midway, notes, started } from './recorded.test.data.js'
import { plain } from './style.js'
import type { Screen } from './terminal.js'
import { Tree } from './tree.js'

class Recorder extends EventEmitter implements Screen {
  written = ''
  readonly isTTY: boolean
  columns = 80
  rows = 30
  constructor(isTTY: boolean) {
    super()
    this.isTTY = isTTY
  }
  write(text: string): boolean {
    this.written += text
    return true
  }
}

function told(choice: 'lines' | 'jsonl' | 'silent', events: readonly RunEvent[]): string {
  const screen = new Recorder(false)
  const progress = makeProgress({ choice, screen, style: plain, ci: true })
  events.forEach(progress.listen)
  progress.stop()
  return screen.written
}

describe('ui/progress', () => {
  it('draws a tree only on a terminal that is not a CI and not dumb', () => {
    const on = (isTTY: boolean, ci: boolean, term = 'xterm'): string =>
      chooseProgress({ choice: 'auto', screen: new Recorder(isTTY), ci, term })
    expect([on(true, false), on(true, true), on(false, false), on(true, false, 'dumb')]).to.deep.equal([
      'tree',
      'lines',
      'lines',
      'lines',
    ])
    expect(chooseProgress({ choice: 'tree', screen: new Recorder(false), ci: true })).to.equal('tree')
  })

  it('writes a line for each event that matters', () => {
    expect(told('lines', failing).split('\n')).to.deep.equal([
      '12:00:00 deploy my-stack: 6 steps, run 0b9c3c1e-6a3f-4f0e-9a3e-2f1d5b0e7a11',
      '12:00:00 storage  file-system: started, takes about 10 s',
      '12:00:03 network  vpc: created vpc-0a1b2c3d (3 s)',
      '12:00:05 network  subnet: created subnet-0a1b2c3d (2 s)',
      '12:00:05 instance instance: started, takes about 30 s',
      '12:00:06 instance instance: no spot capacity in eu-west-1a',
      '12:00:08 storage  file-system: created fs-0a1b2c3d (8 s)',
      '12:00:08 storage  mount-target: started, takes about 1 min 30 s',
      '12:00:40 instance instance: FAILED after 35 s: No capacity for t3.large [CAPACITY]',
      '12:01:00 storage  mount-target: created fsmt-0a1b2c3d (52 s)',
      '12:01:00 health   healthy: skipped: instance failed',
      '12:01:00 deploy my-stack failed after 1 min',
      '',
    ])
  })

  it('does not say the same note twice in a row', () => {
    const text = told('lines', [
      started(),
      notes(1, 'vpc', 'network', 'still there'),
      notes(2, 'vpc', 'network', 'still there'),
    ])
    expect(text.match(/still there/g)).to.have.length(1)
  })

  it('says in lines which parts have ended, each once', () => {
    const at = (second: number, ...parts: readonly NodePart[]) => ({
      ...notes(second, 'vpc', 'network', 'images'),
      parts,
    })
    const [a, b] = [{ name: 'a:1' } as const, { name: 'b:2' } as const]
    const text = told('lines', [
      started(),
      at(1),
      at(2, { ...a, state: 'running' }, { ...b, state: 'running' }),
      at(3, { ...a, state: 'ok' }, { ...b, state: 'running' }),
      at(4, { ...a, state: 'ok' }, { ...b, state: 'failed' }),
    ])
    expect(text.split('\n').slice(1, -1)).to.deep.equal([
      '12:00:01 network  vpc: images',
      '12:00:03 network  vpc: images: a:1 ok',
      '12:00:04 network  vpc: images: b:2 failed',
    ])
  })

  it('names in lines what was not started, and after what', () => {
    const end = failing.at(-1) as RunEvent
    expect(told('lines', [started(), end])).to.contain('not started: vpc, subnet after vpc')
  })

  it('writes every event as JSON, unchanged', () => {
    const lines = told('jsonl', failing).trimEnd().split('\n')
    expect(lines.map((text) => JSON.parse(text) as unknown)).to.deep.equal(failing)
  })

  it('says nothing when silent', () => {
    expect(told('silent', failing)).to.equal('')
  })

  it('survives a stream that breaks, and writes no more to it', () => {
    const screen = new Recorder(false)
    const progress = makeProgress({ choice: 'jsonl', screen, style: plain, ci: false })
    screen.emit('error', new Error('EPIPE'))
    failing.forEach(progress.listen)
    expect(screen.written).to.equal('')
  })
})

describe('ui/tree', () => {
  const makeTree = (): { screen: Recorder; tree: Tree; tick: () => void; running: () => number; leave: () => void } => {
    const screen = new Recorder(true)
    const ticks = new Set<() => void>()
    const leaves = new Set<() => void>()
    const registry = (set: Set<() => void>, call: () => void): (() => void) => {
      set.add(call)
      return () => void set.delete(call)
    }
    const tree = new Tree({
      screen,
      style: plain,
      now: () => instant(12),
      every: (_ms, tick) => registry(ticks, tick),
      atExit: (leave) => registry(leaves, leave),
    })
    return {
      screen,
      tree,
      tick: () => ticks.forEach((call) => call()),
      running: () => ticks.size,
      leave: () => leaves.forEach((call) => call()),
    }
  }

  it('draws over its own frame at each tick, and not at each event', () => {
    const { screen, tree, tick } = makeTree()
    midway.forEach(tree.listen)
    screen.written = ''
    tick()
    expect(screen.written).to.match(/\u001b\[\d+A/)
    expect(screen.written).to.contain('waits for instance, mount-target')
  })

  it('leaves the whole picture and the cursor at the end, and stops its timer', () => {
    const { screen, tree, running } = makeTree()
    failing.forEach(tree.listen)
    expect(running()).to.equal(0)
    expect(screen.written.endsWith('\u001b[?25h')).to.equal(true)
    expect(screen.written).to.contain('No capacity for t3.large')
    expect(screen.listenerCount('resize')).to.equal(0)
  })

  it('can be stopped in the middle, and twice', () => {
    const { screen, tree, running } = makeTree()
    midway.forEach(tree.listen)
    tree.stop()
    const { length } = screen.written
    tree.stop()
    expect([running(), screen.written.length]).to.deep.equal([0, length])
  })

  it('gives the cursor back when the process leaves in a hurry', () => {
    const { screen, tree, leave } = makeTree()
    midway.forEach(tree.listen)
    leave()
    expect(screen.written.endsWith('\u001b[?25h')).to.equal(true)
  })

  it('says what is no event at the foot of the picture', () => {
    const { screen, tree } = makeTree()
    midway.forEach(tree.listen)
    screen.written = ''
    tree.say('Stopping: what is under way ends.')
    expect(screen.written).to.contain(' Stopping: what is under way ends.').and.to.not.contain('Ctrl-C stops safely')
  })

  it('says it at once where there is no picture', () => {
    const { screen, tree } = makeTree()
    tree.say('Stopping: what is under way ends.')
    expect(screen.written).to.equal('\nStopping: what is under way ends.\n')
  })

  it('follows a resize', () => {
    const { screen, tree, tick } = makeTree()
    midway.forEach(tree.listen)
    screen.columns = 30
    screen.emit('resize')
    screen.written = ''
    tick()
    expect(screen.written).to.not.match(/\u001b\[\d+A/)
    expect(screen.written).to.not.contain('no spot capacity in eu-west-1a')
  })
})
