// The order of starting and pulling.
import { expect } from 'chai'
import { neededServices } from './needed.js'
import { probeRows } from './probe-rows.js'
import { selectServices } from './selection.js'
import { composeAll, db, index, web } from './sample.test.js'
import { pullOrder, startSteps } from './start-plan.js'

const composed = composeAll([db, index, web])

/** Steps as their rows are written. */
function rowsOf(...input: Parameters<typeof startSteps>): string[][] {
  return startSteps(...input).map(({ kind, containers }) => [kind, ...containers])
}

describe('startSteps', () => {
  it('starts waves, and makes accounts before their consumers', () => {
    const all = new Set(['db', 'search-index', 'web'])
    expect(rowsOf(selectServices([db, index, web]).waves, composed, all)).to.deep.equal([
      ['up', 'db', 'search-index'],
      ['run', 'db-for-web-store'],
      ['up', 'web', 'web-worker'],
    ])
  })

  it('marks what the stack can do without, and the accounts on it', () => {
    const { waves } = selectServices([db, index, web])
    expect(rowsOf(waves, composed, neededServices([db, index, web], 'web'))).to.deep.equal([
      ['up', 'db'],
      ['up?', 'search-index'],
      ['run', 'db-for-web-store'],
      ['up', 'web', 'web-worker'],
    ])
    expect(rowsOf(waves, composed, new Set(['web']))).to.deep.include(['run?', 'db-for-web-store'])
  })
})

describe('pullOrder', () => {
  it('pulls what people wait for first, the reverse proxy last', () => {
    expect(pullOrder(composed, 'web', 'edge:1')).to.deep.equal([
      'registry.example:5000/web:3',
      'worker:1',
      'db:17',
      'index:1',
      'edge:1',
    ])
  })
})

describe('probeRows', () => {
  it('resolves ports and containers', () => {
    expect(
      probeRows(composed).map(({ service, kind, container, port, path, command }) => [
        service,
        kind,
        container,
        port,
        path,
        command,
      ]),
    ).to.deep.equal([
      ['db', 'exec', 'db', undefined, undefined, ['ready', '--now']],
      ['search-index', 'tcp', undefined, 6333, undefined, []],
      ['web', 'http', undefined, 8080, '/ready', []],
    ])
  })
})
