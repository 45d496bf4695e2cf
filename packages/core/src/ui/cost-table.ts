// What a stack costs, line by line: each thing that is billed, by the hour, the month and up to now.
import { artLines } from './art.js'
import { type Cost, itemName, monthOf, type PricedItem } from '../model/cost.js'
import { dollars, sourceWords } from './cost-words.js'
import type { Style } from './style.js'
import { tableLines } from './table.js'
import { wrap } from './width.js'

/** What is shown. */
export interface CostView {
  readonly stack: string
  readonly region: string
  /** State of the instance; null where there is none. */
  readonly instance: string | null
  readonly cost: Cost
  readonly toDate: {
    readonly usd: number
    readonly items: readonly { readonly name: string; readonly hours: number; readonly usd: number | null }[]
  }
  readonly savedBySpot: {
    readonly perHour: number | null
    readonly percent: number | null
    readonly toDate: number | null
  } | null
}

/** @param view what a stack costs. @returns lines for the terminal */
export function stackCostLines(view: CostView, style: Style): string[] {
  const { stack, region, cost, toDate } = view
  const width = style.screen ? style.width : Infinity
  const money = [
    { title: 'an hour', align: 'right' },
    { title: 'a month', align: 'right' },
  ] as const
  const spent = [
    { title: 'hours', align: 'right' },
    { title: 'cost', align: 'right' },
  ] as const
  const total = ['together', dollars(cost.perHour, 4), dollars(cost.perMonth, 2)]
  const picture = view.savedBySpot === null ? [] : artLines('cost_savings', style)
  return [
    ...picture,
    ...(picture.length > 0 ? [''] : []),
    `${stack} in ${region}${stateWords(view)}`,
    '',
    ...tableLines([{ title: 'billed now' }, ...money], [...cost.items.map(nowRow), total], style),
    '',
    ...tableLines(
      [{ title: 'up to now' }, ...spent],
      [
        ...toDate.items.map(({ name, hours, usd }) => [
          name,
          hours.toFixed(1),
          usd === null ? '?' : `$${usd.toFixed(2)}`,
        ]),
        ['together', '', `$${toDate.usd.toFixed(2)}`],
      ],
      style,
    ),
    '',
    ...[...savedWords(view), `Not included: ${cost.notIncluded.join(', ')}.`, `It is ${sourceWords(cost)}.`].flatMap(
      (text) => wrap(text, width),
    ),
  ]
}

function stateWords({ instance }: CostView): string {
  if (instance === null) return ', without an instance'
  return instance === 'running' ? '' : `; its instance is ${instance}`
}

function nowRow(item: PricedItem): string[] {
  const { quantity, measured, perHour } = item
  const size = measured === true && quantity !== null ? `, ${quantity.toFixed(1)} GB` : ''
  return [`${itemName(item)}${size}`, perHour ? dollars(perHour, 4) : '?', perHour ? dollars(monthOf(perHour), 2) : '?']
}

function savedWords({ savedBySpot: saved }: CostView): string[] {
  if (saved === null) return []
  const now =
    saved.perHour === null ? [] : [`$${saved.perHour.toFixed(4)} an hour (${(saved.percent ?? 0).toFixed(0)} %)`]
  const then = saved.toDate === null ? [] : [`$${saved.toDate.toFixed(2)} up to now`]
  const words = [...now, ...then]
  return words.length === 0 ? [] : [`The spot market saves ${words.join(', ')}, against on-demand.`]
}
