// What a stack costs, in the same words before it is agreed to and afterwards.
import { type Cost, itemName, type PriceRange, type PriceSource } from '../model/cost.js'
import { hardSpace, labelled, line, segment, type Line } from './line.js'

/** @param cost of a stack. @returns labelled lines: the sum, what is in it, what is not, and where prices are from */
export function costLines(cost: Cost): Line[] {
  const { items, perHour, perMonth, fileSystemPerGbMonth: perGb, notIncluded } = cost
  const parts = items.flatMap((item) =>
    item.perHour === null ? [] : [together(`${itemName(item)} ${hourly(item.perHour)}`)],
  )
  const stored = perGb === null ? '' : `; beside it ${together(`$${perGb.toFixed(2)} a GB`)} and month on EFS`
  const texts = [
    line(segment(`${hourly(perHour)} ${together('an hour,')} about ${monthly(perMonth)} ${together('a month')}`)),
    line(segment(`${parts.join(', ')}${stored}`, 'dim')),
    line(segment(`not included: ${notIncluded.join(', ')}`, 'dim')),
    line(segment(sourceWords(cost), 'dim')),
  ]
  return texts.map(({ left }, index) => labelled(index === 0 ? 'Cost' : '', ...left))
}

const sourceNames: Readonly<Record<PriceSource, string>> = {
  'price list': "AWS's price list",
  'spot price history': 'its spot prices',
  published: 'its published price of addresses',
  assumed: 'spot prices assumed to be 70 % below on-demand, as AWS told none',
}

/** @param cost an estimate. @returns that it is one, of when its prices are, and where they are from */
export function sourceWords({ prices: { sources, oldest } }: Pick<Cost, 'prices'>): string {
  if (oldest === null) return 'an estimate: AWS told no prices'
  return `an estimate, with prices of ${oldest.slice(0, 10)} from ${sources.map((source) => sourceNames[source]).join(', ')}`
}

/** @param cost an estimate. @returns its month in whole dollars */
export function monthWords({ perMonth }: Pick<Cost, 'perMonth'>): string {
  return monthly(perMonth)
}

/** @param price USD an hour. @returns it with four places, on one line */
export function hourlyWords(price: number): string {
  return together(`$${price.toFixed(4)} an hour`)
}

function hourly(price: PriceRange): string {
  return dollars(price, 4)
}

function monthly(price: PriceRange): string {
  return dollars(price, 0)
}

/** @param places after the point. @returns a price in USD, or from where to where it goes */
export function dollars({ least, most }: PriceRange, places: number): string {
  const [from, to] = [`$${least.toFixed(places)}`, `$${most.toFixed(places)}`]
  return from === to ? from : `${from} to ${to}`
}

function together(words: string): string {
  return words.replaceAll(' ', hardSpace)
}
