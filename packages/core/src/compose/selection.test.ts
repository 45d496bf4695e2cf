// Which services a stack has, and every way in which a choice can be wrong.
import { expect } from 'chai'
import { selectServices } from './selection.js'
import { broken, db, index, web } from './sample.test.js'

const all = [web, index, db]

function ids(chosen?: readonly string[]) {
  return selectServices(all, chosen).services.map(({ id }) => id)
}

function messages(...input: Parameters<typeof selectServices>) {
  return selectServices(...input).problems.map(({ message }) => message)
}

describe('selectServices', () => {
  it('brings what is used, and only that', () => {
    expect(ids(['web'])).to.deep.equal(['db', 'web'])
    expect(ids(['index', 'search-index'])).to.deep.equal(['search-index'])
  })

  it('takes all when none is chosen, what is used first', () => {
    expect(ids()).to.deep.equal(['db', 'search-index', 'web'])
    expect(selectServices(all).waves.map((wave) => wave.map(({ id }) => id))).to.deep.equal([
      ['db', 'search-index'],
      ['web'],
    ])
  })

  it('does not depend on the order of registering or choosing', () => {
    expect(selectServices([db, index, web], ['web', 'search-index', 'web'])).to.deep.equal(
      selectServices(all, ['search-index', 'web']),
    )
  })

  it('tells everything that is wrong at once', () => {
    const lost = broken('lost', { uses: { a: 'middle.api' } })
    const middle = broken('middle', { uses: { b: 'nowhere.api' }, offers: {} })
    expect(messages([lost, middle], ['lost', 'typo'])).to.deep.equal([
      'There is no service nowhere (used by lost → middle → nowhere); there are: lost, middle',
      'There is no service typo; there are: lost, middle',
      'lost uses middle.api, but middle offers nothing',
    ])
  })

  it('notices a misspelt offer of an optional use', () => {
    const misspelt = broken('misspelt', { uses: { db: 'db.databse?' } })
    expect(messages([misspelt, db])).to.deep.equal(['misspelt uses db.databse, but db offers database'])
    expect(messages([misspelt])).to.deep.equal([])
  })

  it('shows a circle as a chain', () => {
    const offers = { x: { port: 'p' } }
    const a = broken('a', { uses: { n: 'b.x' }, offers })
    const b = broken('b', { uses: { n: 'c.x?' }, offers })
    const c = broken('c', { uses: { n: 'b.x' }, offers })
    expect(messages([a, b, c])).to.deep.equal(['Services use each other in a circle: b → c → b'])
  })
})
