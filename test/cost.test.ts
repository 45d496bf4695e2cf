// What stacks cost, held against a table that was worked out by hand, to the cent, with the figures of the sandbox's
// price list (packages/sandbox/src/prices/prices.json, written down on 2026-11-24):
//
//   a month = 730 hours                       dev      automation and cdn
//   m5.large on demand       0.096 × 730     70.08          70.08
//   disk                     40 GB × 0.08     3.20           3.20
//   address                  0.005 × 730      3.65           3.65
//   load balancer            0.0225 × 730                   16.425
//   its two addresses    2 × 0.005 × 730                     7.30
//   together                                 76.93         100.655
//
// A distribution by itself costs nothing: CloudFront bills requests and what it sends, which are not included. The tier
// gpu, which is installed, has its table in tier-gpu.test.ts.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { small, TestAccount } from './support/test-account.js'

interface Money {
  readonly least: number
  readonly most: number
}
interface Costs {
  readonly cost: {
    readonly items: readonly { readonly name: string; readonly quantity: number; readonly perHour: Money }[]
    readonly perMonth: Money
    readonly prices: { readonly sources: readonly string[]; readonly oldest: string }
  }
  readonly toDate: { readonly usd: number; readonly runtimeHours: number }
  readonly savedBySpot: { readonly percent: number; readonly perHour: number } | null
}

describe('what a stack costs', function () {
  this.timeout(180_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  const json = <T>(...args: string[]): Promise<T> => world.json<T>(args)

  const onDemand = ['--instance-type', 'm5.large', '--on-demand'] as const
  const balanced = {
    ...{ 'on-demand instance': 7008, 'disk of 40 GiB': 320, 'public IPv4 address': 1095, 'files on EFS': 0 },
    ...{ 'load balancer': 1643, all: 10_066 },
  }
  const byHand = {
    dev: {
      'on-demand instance': 7008,
      'disk of 40 GiB': 320,
      'public IPv4 address': 365,
      'files on EFS': 0,
      all: 7693,
    },
    automation: balanced,
    cdn: balanced,
  } as const

  for (const tier of ['dev', 'automation', 'cdn'] as const) {
    it(`is what was worked out by hand for the tier ${tier}, before and after`, async () => {
      const name = `priced-${tier}`
      const args = ['deploy', name, ...small, '--tier', tier, ...onDemand]
      const refused = await world.gm([...args, '--budget', String(byHand[tier].all / 100 - 0.5)])
      expect(refused.code).to.equal(2)
      expect(refused.stderr.replaceAll(/\s+/g, ' ')).to.contain(`up to $${(byHand[tier].all / 100).toFixed(2)} a month`)
      const deployed = await json<Costs>(...args, '--budget', String(byHand[tier].all / 100 + 0.01))
      expect(Math.round(deployed.cost.perMonth.least * 100)).to.equal(byHand[tier].all)
      const { cost, savedBySpot } = await json<Costs>('cost', name)
      const months = cost.items.map((item) => [item.name, Math.round(item.perHour.least * 73_000)] as const)
      expect({ ...Object.fromEntries(months), all: Math.round(cost.perMonth.least * 100) }).to.deep.equal(byHand[tier])
      expect(cost.perMonth.most).to.equal(cost.perMonth.least)
      expect(cost.prices.sources).to.deep.equal(['price list'])
      expect(savedBySpot).to.equal(null)
    })
  }

  it('is in the list, and in the document', async () => {
    const stacks = await json<{ name: string; perMonth: number }[]>('list')
    expect(stacks.map(({ name, perMonth }) => [name, perMonth])).to.deep.equal([
      ['priced-automation', 100.66],
      ['priced-cdn', 100.66],
      ['priced-dev', 76.93],
    ])
    expect((await world.document('priced-dev'))['cost']).to.include({
      ...{ is_spot: false, on_demand_price_per_hour: 0.096, efs_gb_month_price: 0.3, estimated_monthly_cost: 76.93 },
    })
  })

  it('says what spot saves, at the price of the zone, and names every assumption', async () => {
    await json('deploy', 'spotted', ...small, '--instance-type', 'm5.large')
    const { cost, savedBySpot } = await json<Costs>('cost', 'spotted')
    expect(cost.prices.sources).to.deep.equal(['price list', 'spot price history'])
    expect(savedBySpot?.percent).to.be.within(50, 75)
    const instance = cost.items.find(({ name }) => name === 'spot instance')
    expect(instance?.perHour.least).to.be.closeTo(0.096 - (savedBySpot?.perHour ?? 0), 1e-9)
    await forgotten()
    world.account.faults.add({ operation: 'DescribeSpotPriceHistory', effect: 'error', code: 'UnauthorizedOperation' })
    const assumed = await json<Costs>('cost', 'spotted')
    expect(assumed.cost.prices.sources).to.deep.equal(['assumed', 'price list'])
    expect(assumed.savedBySpot?.percent).to.be.closeTo(70, 1e-9)
    const { stdout } = await world.gm(['cost', 'spotted'])
    expect(stdout).to.contain('assumed to be 70 % below on-demand')
    world.account.faults.remove()
  })

  it('refuses a plan whose price nobody told, and money that is none', async () => {
    await forgotten()
    world.account.faults.add({ operation: 'GetProducts', effect: 'error', code: 'AccessDeniedException' })
    const untold = await world.gm(['deploy', 'another', ...small, '--budget', '500'])
    expect(untold.code).to.equal(2)
    expect(untold.stderr.replaceAll(/\s+/g, ' ')).to.match(/nobody told the price of: .*BUDGET_EXCEEDED/)
    world.account.faults.remove()
    const bad = await world.gm(['deploy', 'another', ...small, '--budget', 'much'])
    expect(bad.code).to.equal(2)
    expect(bad.stderr).to.contain('--budget: must be US dollars a month')
  })

  /** What this computer knows of prices. */
  function forgotten(): Promise<void> {
    return rm(join(world.home, 'cache', 'pricing.json'))
  }
})
