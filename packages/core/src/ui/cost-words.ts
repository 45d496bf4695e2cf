// What a stack costs, in the same words before it is agreed to and afterwards.
import type { Cost, PriceRange } from '../model/cost.js'
import { hardSpace, labelled, line, segment, type Line } from './line.js'

/** @param cost of a stack. @returns labelled lines: the sum, what is in it, and what is not */
export function costLines(cost: Cost): Line[] {
  const { items, perHour, perMonth, fileSystemPerGbMonth: perGb, notIncluded } = cost
  const parts = items.flatMap(({ name, perHour: price }) =>
    price === null ? [] : [together(`${name} ${hourly(price)}`)],
  )
  const stored = perGb === null ? '' : `; beside it ${together(`$${perGb.toFixed(2)} a GB`)} and month on EFS`
  const texts = [
    line(segment(`${hourly(perHour)} ${together('an hour,')} about ${monthly(perMonth)} ${together('a month')}`)),
    line(segment(`${parts.join(', ')}${stored}`, 'dim')),
    line(segment(`not included: ${notIncluded.join(', ')}`, 'dim')),
  ]
  return texts.map(({ left }, index) => labelled(index === 0 ? 'Cost' : '', ...left))
}

/** @param price USD an hour. @returns it with four places, on one line */
export function hourlyWords(price: number): string {
  return together(`$${price.toFixed(4)} an hour`)
}

function hourly({ least, most }: PriceRange): string {
  return range(`$${least.toFixed(4)}`, `$${most.toFixed(4)}`)
}

function monthly({ least, most }: PriceRange): string {
  return range(`$${least.toFixed(0)}`, `$${most.toFixed(0)}`)
}

function range(least: string, most: string): string {
  return least === most ? least : `${least} to ${most}`
}

function together(words: string): string {
  return words.replaceAll(' ', hardSpace)
}
