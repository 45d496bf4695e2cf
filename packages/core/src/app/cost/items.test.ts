// What a plugin cannot tell is missing from a sum by its name, and no budget holds with it.
import { expect } from 'chai'
import { costOf } from '../../model/cost.js'
import { sampleDocument } from '../../testing/sample-document.js'
import type { Registry } from '../../contributions/index.js'
import { demandBudget } from './budget.js'
import { standingItems } from './items.js'
import { untold } from './price-book.js'

function failing(): never {
  throw new Error('the price list of the plugin is not there')
}

describe('what is billed', () => {
  it('names what a plugin fails to tell, which no budget covers', () => {
    const registry = {
      tiers: new Map([['dev', { item: { costs: failing } }]]),
      services: new Map(),
      resources: new Map(),
    } as unknown as Registry
    const items = standingItems(sampleDocument({ tier: 'dev' }), registry)
    expect(items).to.deep.equal([{ item: { name: 'tier dev', unit: 'month', quantity: 1, price: untold } }])
    const cost = costOf([{ name: 'tier dev', unit: 'month', quantity: 1, price: null }], [], null)
    expect(cost.notIncluded).to.deep.equal(['the tier dev'])
    expect(() => demandBudget(1000, cost)).to.throw('nobody told the price of: tier dev')
  })
})
