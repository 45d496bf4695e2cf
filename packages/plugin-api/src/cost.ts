// What AWS bills for a thing, as data: what is counted, how many of it, and how the price list describes its price. The
// host asks for prices and does the sums; nobody writes a price down.
import type { Market } from './market.js'

/** A price, as AWS's price list describes it. The host adds the region. */
export interface ListedPrice {
  /** Service code, e.g. `AmazonEC2`. */
  readonly service: string
  /** Attributes that the product has, by name. */
  readonly attributes: Readonly<Record<string, string>>
  /** End of its usage type, which in most regions begins with the region's own letters: `EBS:VolumeUsage.gp3`. */
  readonly usage?: string
}

/** The price of an instance. */
export interface InstancePrice {
  /** One of these is, or will be, bought. */
  readonly types: readonly string[]
  readonly market: Market
  /** Zone that it stands in, once that is known: spot prices differ between zones. */
  readonly zone?: string
}

/** Something that is billed for as long as it is there. */
export interface BilledThing {
  /** As a person calls one, e.g. `load balancer`. */
  readonly name: string
  /** What the price is for: one for an hour, or one (a GB, most often) for a month. */
  readonly unit: 'hour' | 'month'
  /** How many; `stored`: GB on the stack's file system, as EFS measures it. */
  readonly quantity: number | 'stored'
  readonly price: ListedPrice | InstancePrice
  /** Billed only while the instance runs. */
  readonly while?: 'running'
}

/** Something that is billed by use, of which nobody knows beforehand: it is named beside the sum. */
export interface BilledUse {
  readonly name: string
  readonly unit: 'use'
}

/** One thing that AWS bills for. */
export type CostItem = BilledThing | BilledUse
