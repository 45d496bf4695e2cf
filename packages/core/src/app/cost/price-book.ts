// Prices for estimates: kept for as long as they may be taken for today's, asked where they are older, and where AWS
// does not tell, the last that it told, or for spot prices an assumption that says so.
import type { InstancePrice, ListedPrice } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'
import { efsStandard, gp3, publicAddress, publishedAddressPrice } from '../../aws/common/prices.js'
import { listedPrice, onDemandListing, spotPrices } from '../../aws/discovery/price.js'
import type { Price, Quote } from '../../model/cost.js'
import { keepPrices, type KeptPrice, readPrices } from '../../state/price-cache.js'
import type { Host } from '../host.js'

/** Milliseconds for which a price is taken for today's: source document 8.5, and for the price list a day. */
const keptFor = { spot: 5 * 60_000, list: 24 * 3_600_000 } as const

/** The price of what a plugin cannot tell: nobody is asked for it. */
export const untold: ListedPrice = { service: '', attributes: {} }
/** What spot prices are assumed to be below the price on demand where AWS does not tell them: source document 7.7. */
const assumedDiscount = 0.7

/** What a price book needs of the world. */
type World = Pick<Host, 'clock' | 'home'>

/** Prices of one region. Asked for side by side; `keep` writes what was learnt. */
export class PriceBook {
  readonly #clients: Clients
  readonly #world: World
  readonly #kept: Map<string, KeptPrice>
  readonly #asked = new Map<string, Promise<Quote | undefined>>()
  #isNew = false

  private constructor(world: World, clients: Clients, kept: ReadonlyMap<string, KeptPrice>) {
    this.#world = world
    this.#clients = clients
    this.#kept = new Map(kept)
  }

  /** @param clients of the region */
  static async open(world: World, clients: Clients): Promise<PriceBook> {
    return new PriceBook(world, clients, await readPrices(world.home.cached('pricing')))
  }

  /**
   * Asks beforehand, while other questions are under way, what will be asked of a stack that is to be made.
   * @param instance of which one will be bought
   */
  foresee(instance: InstancePrice): void {
    for (const price of [instance, gp3, publicAddress, efsStandard]) void this.priceOf(price)
  }

  /** Writes down what was learnt, for the next command. */
  async keep(): Promise<void> {
    if (this.#isNew) await keepPrices(this.#world.home.cached('pricing'), this.#kept, this.#world.clock.now())
    this.#isNew = false
  }

  /** @returns what one costs; null where nobody told */
  async priceOf(price: ListedPrice | InstancePrice): Promise<Price | null> {
    if (price === untold) return null
    if ('service' in price) {
      const quote = await this.listed(price)
      return quote === undefined ? null : { least: quote.usd, most: quote.usd, sources: sourcesOf([quote]) }
    }
    return this.#instance(price)
  }

  /** @returns USD an hour on demand */
  onDemand(type: string): Promise<Quote | undefined> {
    return this.listed(onDemandListing(type))
  }

  /** @returns the price of the list */
  async listed(listing: ListedPrice): Promise<Quote | undefined> {
    const key = this.#key('list', JSON.stringify(listing))
    const ask = () => listedPrice(this.#clients, listing)
    const found = await this.#quote(key, { source: 'price list', ms: keptFor.list }, ask)
    return found ?? (listing === publicAddress ? { ...publishedAddressPrice, source: 'published' } : undefined)
  }

  /**
   * @param types whose prices are wanted
   * @param zone the cheapest without
   * @returns USD an hour on the spot market, by type; assumed where AWS tells the price on demand alone
   */
  async spot(types: readonly string[], zone?: string): Promise<ReadonlyMap<string, Quote>> {
    const keyOf = (type: string): string => this.#key('spot', `${type}@${zone ?? 'any'}`)
    const isKnown = (key: string): boolean => this.#asked.has(key) || this.#isFresh(key, keptFor.spot)
    const stale = types.filter((type) => !isKnown(keyOf(type)))
    // One question for all of them, and for all that ask while it is under way.
    const told = stale.length === 0 ? undefined : spotPrices(this.#clients, stale, this.#now(), zone)
    const quotes = types.map(async (type) => {
      const ask = async () => (await told)?.[type]
      const quote = await this.#quote(keyOf(type), { source: 'spot price history', ms: keptFor.spot }, ask)
      return [type, quote ?? (await this.#assumed(type))] as const
    })
    return new Map((await Promise.all(quotes)).flatMap(([type, quote]) => (quote === undefined ? [] : [[type, quote]])))
  }

  /**
   * Of what is not bought yet, from the cheapest now to the dearest there can be: a spot price never rises above the
   * price on demand, and on demand may be what is bought in the end.
   * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances.html
   */
  async #instance({ types, market, zone }: InstancePrice): Promise<Price | null> {
    const isSpot = market !== 'on-demand'
    const stands = zone !== undefined
    const [spot, onDemand] = await Promise.all([
      isSpot ? this.spot(types, zone) : undefined,
      isSpot && stands ? undefined : this.#allOnDemand(types),
    ])
    const least = spot === undefined ? onDemand : [...spot.values()]
    const most = onDemand ?? least
    if (least?.length !== types.length || most?.length !== types.length) return null
    return {
      least: Math.min(...least.map(({ usd }) => usd)),
      most: Math.max(...most.map(({ usd }) => usd)),
      sources: sourcesOf([...least, ...most]),
    }
  }

  async #allOnDemand(types: readonly string[]): Promise<readonly Quote[]> {
    return (await Promise.all(types.map((type) => this.onDemand(type)))).filter((quote) => quote !== undefined)
  }

  async #assumed(type: string): Promise<Quote | undefined> {
    const onDemand = await this.onDemand(type)
    return onDemand && { usd: onDemand.usd * (1 - assumedDiscount), source: 'assumed', at: onDemand.at }
  }

  /** @returns a fresh price, asked for once; one that is older where none can be had */
  #quote(
    key: string,
    { source, ms }: { readonly source: Quote['source']; readonly ms: number },
    ask: () => Promise<number | undefined>,
  ): Promise<Quote | undefined> {
    const known = this.#asked.get(key)
    if (known !== undefined) return known
    const quote = (async () => {
      const usd = this.#isFresh(key, ms) ? undefined : await ask()
      if (usd !== undefined) {
        this.#kept.set(key, { usd, at: this.#now().toISOString() })
        this.#isNew = true
      }
      const kept = this.#kept.get(key)
      return kept && { ...kept, source }
    })()
    this.#asked.set(key, quote)
    return quote
  }

  #isFresh(key: string, ms: number): boolean {
    const kept = this.#kept.get(key)
    const age = kept === undefined ? Infinity : this.#now().getTime() - Date.parse(kept.at)
    return age >= 0 && age < ms
  }

  #now(): Date {
    return new Date(this.#world.clock.now())
  }

  /** What an emulated account tells is never taken for a price of AWS. */
  #key(kind: string, what: string): string {
    const { endpoint = 'aws', region } = this.#clients.connection
    return [endpoint, region, kind, what].join(' ')
  }
}

/** Each source once, with the oldest of its prices. */
function sourcesOf(quotes: readonly Quote[]): Price['sources'] {
  const oldest = new Map<Quote['source'], string>()
  for (const { source, at } of quotes) {
    const known = oldest.get(source)
    if (known === undefined || at < known) oldest.set(source, at)
  }
  return [...oldest].map(([source, at]) => ({ source, at }))
}
