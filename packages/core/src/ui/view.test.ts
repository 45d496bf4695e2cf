// The fold is held against a recorded run: what a screen would be told at its middle and at its end.
import { expect } from 'chai'
import type { RunEvent } from '@geuse/plugin-api'
import { begins, ends, failing, instant, midway, noCapacity, started } from './recorded.test.data.js'
import { byStage, countNodes, elapsed, fold, noRun, waitsFor, type NodeView, type RunView } from './view.js'

function viewOf(events: readonly RunEvent[]): RunView {
  return events.reduce(fold, noRun)
}

function nodeOf(view: RunView, id: string): NodeView {
  return view.nodes.find((node) => node.id === id) as NodeView
}

describe('ui/view', () => {
  it('starts with every announced node waiting', () => {
    const view = viewOf([started()])
    expect(view).to.include({ stack: 'my-stack', operation: 'deploy', startedAt: instant(0) })
    expect(countNodes(view.nodes)).to.deep.equal({
      total: 6,
      waiting: 6,
      running: 0,
      finished: 0,
      failed: 0,
      skipped: 0,
    })
  })

  it('knows what runs, what is finished and what was said', () => {
    const view = viewOf(midway)
    expect(countNodes(view.nodes)).to.include({ finished: 3, running: 2, waiting: 1 })
    expect(nodeOf(view, 'instance')).to.include({ status: 'running', note: 'no spot capacity in eu-west-1a' })
    expect(nodeOf(view, 'vpc')).to.include({ status: 'finished', label: 'vpc-0a1b2c3d', outcome: 'created', ms: 3000 })
  })

  it('says what a node waits for: dependencies that are not finished', () => {
    expect(waitsFor(viewOf([started()]), nodeOf(viewOf([started()]), 'mount-target'))).to.deep.equal([
      'file-system',
      'subnet',
    ])
    expect(waitsFor(viewOf(midway), nodeOf(viewOf(midway), 'mount-target'))).to.deep.equal([])
  })

  it('leaves out dependencies that are no nodes of the run', () => {
    const event: RunEvent = {
      ...started(),
      type: 'run.started',
      operation: 'deploy',
      nodes: [{ id: 'a', type: 'a', stage: 'network', deps: ['given'], seconds: 1 }],
    }
    const view = viewOf([event])
    expect(waitsFor(view, nodeOf(view, 'a'))).to.deep.equal([])
  })

  it('measures a running node by the clock and an ended one by its own word', () => {
    const view = viewOf(midway)
    expect(elapsed(view, nodeOf(view, 'instance'), instant(12))).to.equal(7000)
    expect(elapsed(view, nodeOf(view, 'vpc'), instant(12))).to.equal(3000)
    expect(elapsed(view, nodeOf(view, 'healthy'), instant(12))).to.equal(undefined)
  })

  it('holds failure, skipping and the end', () => {
    const view = viewOf(failing)
    expect(view).to.include({ outcome: 'failed', ms: 60_000 })
    expect(nodeOf(view, 'instance')).to.deep.include({ status: 'failed', error: noCapacity })
    expect(nodeOf(view, 'healthy')).to.include({ status: 'skipped', reason: 'instance failed' })
  })

  it('takes a node that was never announced', () => {
    const view = viewOf([started(), begins(1, 'extra', 'instance'), ends(2, 'extra', 'instance', 1000, 'x')])
    expect(nodeOf(view, 'extra')).to.include({ status: 'finished', stage: 'instance' })
  })

  it('changes nothing at a kind of event that it does not know', () => {
    const view = viewOf(midway)
    expect(fold(view, { ...started(), type: 'run.sang' } as unknown as RunEvent)).to.equal(view)
    expect(fold(view, { ...begins(1, 'vpc', 'network'), type: 'node.sang' } as unknown as RunEvent)).to.deep.equal(view)
  })

  it('never changes the view that it was given', () => {
    const view = viewOf(midway)
    const before = structuredClone(view)
    failing.slice(midway.length).reduce(fold, view)
    expect(view).to.deep.equal(before)
  })

  it('orders stages as a deploy goes through them, and a destroy the other way', () => {
    const view = viewOf(midway)
    expect(byStage(view).map(({ stage }) => stage)).to.deep.equal(['network', 'storage', 'instance', 'health'])
    expect(byStage({ ...view, operation: 'update' })).to.deep.equal(byStage(view))
    expect(byStage({ ...view, operation: 'destroy' }).map(({ stage }) => stage)).to.deep.equal([
      'health',
      'instance',
      'storage',
      'network',
    ])
  })
})
