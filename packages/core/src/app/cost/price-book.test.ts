// Prices are asked once while they are fresh, and what stands in for one that cannot be had says so.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Clients } from '../../aws/client/clients.js'
import { publicAddress } from '../../aws/common/prices.js'
import { ensureHome, homeAt } from '../../state/home.js'
import { PriceBook, untold } from './price-book.js'

const minute = 60_000
const start = Date.parse('2026-03-01T12:00:00.000Z')

/** An account that tells prices, or does not. */
class Account {
  readonly calls: string[] = []
  spot: number | null = 0.03
  onDemand: number | null = 0.1

  readonly clients = {
    connection: { region: 'eu-west-1' },
    ec2: async () => ({
      describeSpotPriceHistory: async ({ InstanceTypes }: { InstanceTypes: string[] }) => {
        this.calls.push(`spot ${InstanceTypes.join()}`)
        if (this.spot === null) throw new Error('denied')
        return {
          SpotPriceHistory: InstanceTypes.map((InstanceType) => ({ InstanceType, SpotPrice: String(this.spot) })),
        }
      },
    }),
    pricing: async () => ({
      getProducts: async ({ Filters }: { Filters: { Field: string; Value: string }[] }) => {
        const type = Filters.find(({ Field }) => Field === 'instanceType')?.Value ?? 'address'
        this.calls.push(`list ${type}`)
        if (this.onDemand === null) throw new Error('denied')
        const dimension = { pricePerUnit: { USD: this.onDemand.toFixed(10) } }
        const product = { attributes: { usagetype: 'EU-PublicIPv4:InUseAddress' } }
        return {
          PriceList: [JSON.stringify({ product, terms: { OnDemand: { a: { priceDimensions: { b: dimension } } } } })],
        }
      },
    }),
  } as unknown as Clients
}

describe('the price book', () => {
  let folder: string
  let now: number
  let account: Account

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gm-prices-'))
    await ensureHome(homeAt(folder))
    now = start
    account = new Account()
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** As another command would, after some minutes. */
  async function after<T>(minutes: number, ask: (book: PriceBook) => Promise<T>): Promise<T> {
    now = start + minutes * minute
    const clock = { now: () => now, sleep: async () => undefined }
    const book = await PriceBook.open({ clock, home: homeAt(folder) }, account.clients)
    const answer = await ask(book)
    await book.keep()
    return answer
  }

  const offered = { types: ['t3.large', 'm5.large'], market: 'spot' } as const
  const stands = { types: ['t3.large'], market: 'spot-only', zone: 'eu-west-1a' } as const

  it('asks for several types at once, and for each once', async () => {
    await after(0, (book) => Promise.all([book.priceOf(offered), book.spot(offered.types), book.onDemand('t3.large')]))
    expect(account.calls.toSorted()).to.deep.equal(['list m5.large', 'list t3.large', 'spot t3.large,m5.large'])
  })

  it('asks nobody for what a plugin cannot tell', async () => {
    expect(await after(0, (book) => book.priceOf(untold))).to.equal(null)
    expect(account.calls).to.deep.equal([])
  })

  it('takes a spot price for five minutes, and one of the list for a day', async () => {
    const both = (book: PriceBook) => Promise.all([book.spot(['t3.large']), book.onDemand('t3.large')])
    await after(0, both)
    await after(4.9, both)
    expect(account.calls).to.have.length(2)
    await after(5, both)
    expect(account.calls.slice(2)).to.deep.equal(['spot t3.large'])
    await after(24 * 60, both)
    expect(account.calls.slice(3).toSorted()).to.deep.equal(['list t3.large', 'spot t3.large'])
  })

  it('says between what a price will be, and what it is where the instance stands', async () => {
    const [range, exact] = await after(0, (book) => Promise.all([book.priceOf(offered), book.priceOf(stands)]))
    expect(range).to.include({ least: 0.03, most: 0.1 })
    expect(exact).to.include({ least: 0.03, most: 0.03 })
    expect(exact?.sources).to.deep.equal([{ source: 'spot price history', at: '2026-03-01T12:00:00.000Z' }])
  })

  it('assumes 70 % off where spot prices cannot be had, and says so', async () => {
    account.spot = null
    const price = await after(0, (book) => book.priceOf(stands))
    expect(price?.least).to.be.closeTo(0.03, 1e-9)
    expect(price?.sources.map(({ source }) => source)).to.deep.equal(['assumed'])
  })

  it('has the last price with its date where AWS tells none any more, and none where it never told', async () => {
    await after(0, (book) => book.onDemand('t3.large'))
    account.onDemand = null
    expect(await after(48 * 60, (book) => book.onDemand('t3.large'))).to.deep.equal({
      usd: 0.1,
      at: '2026-03-01T12:00:00.000Z',
      source: 'price list',
    })
    expect(await after(48 * 60, (book) => book.onDemand('m5.large'))).to.equal(undefined)
    account.spot = null
    expect(await after(48 * 60, (book) => book.priceOf(offered))).to.equal(null)
  })

  it('has the published price of an address where the list cannot be asked', async () => {
    account.onDemand = null
    expect(await after(0, (book) => book.listed(publicAddress))).to.include({ usd: 0.005, source: 'published' })
  })

  it('asks again where what was kept cannot be read', async () => {
    await after(0, (book) => book.onDemand('t3.large'))
    await writeFile(homeAt(folder).cached('pricing'), '{"version":1,"pri')
    await after(1, (book) => book.onDemand('t3.large'))
    expect(account.calls).to.deep.equal(['list t3.large', 'list t3.large'])
  })
})
