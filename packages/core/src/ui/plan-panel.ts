// What a deploy is about to do, shown before anybody is asked: what is made, what opens to the world, where data will
// be, and what instance is looked for at what price.
import type { Market, Plan } from '@geuse/plugin-api'
import { frameLines } from './frame.js'
import { segment, type Line } from './line.js'
import { hardSpace, joined, labelled, labelledText, storageLines, warningLines } from './panel.js'
import type { StorageRow } from './storage-words.js'
import { emojiFor, marks, type Style } from './style.js'

/** Everything that is worth knowing before saying yes. */
export interface DeployPreview {
  readonly stack: string
  readonly tier: string
  readonly region: string
  readonly accountId: string
  readonly plan: Plan
  /** Ids of the services. */
  readonly services: readonly string[]
  /** Open to the world. */
  readonly ports: readonly number[]
  readonly storage: readonly StorageRow[]
  /** Best first; price in USD an hour, where it is known. */
  readonly instances: readonly { readonly type: string; readonly memoryMiB: number; readonly pricePerHour?: number }[]
  readonly market: Market
  readonly warnings?: readonly string[]
}

/**
 * @param preview what is about to happen
 * @param style how to paint it
 * @returns lines for the terminal
 */
export function planLines(preview: DeployPreview, style: Style): string[] {
  const { stack, tier, region, accountId } = preview
  const where = segment(` on ${tier} in ${region}, account ${accountId}`, 'dim')
  const title = [segment(`${emojiFor(style, 'deploy')}deploy `), segment(stack, 'title'), where]
  const alarms = warningLines(preview.warnings, style)
  const sections = [steps(preview, style), doors(preview), storageLines(preview.storage), instances(preview), alarms]
  return frameLines(title, joined(sections), 'active', style)
}

function steps({ plan, services }: DeployPreview, style: Style): Line[] {
  const count = (action: string): number => plan.steps.filter((step) => step.action === action).length
  const made = summed(plan.steps.filter(({ action }) => action === 'create').map(({ type }) => type))
  const keep = count('keep') === 0 ? [] : [labelled('Keeps', segment(`${count('keep')} that are there already`))]
  const making =
    made.length === 0 ? [labelled('Makes', segment('nothing: everything is there'))] : wrapped('Makes', made, style)
  return [...making, ...keep, ...wrapped('Runs', services, style)]
}

/** A word with its count stays together. */
function wrapped(label: string, words: readonly string[], style: Style): Line[] {
  const text = words.map((word) => word.replaceAll(' ', hardSpace)).join(', ')
  return text === '' ? [] : labelledText(label, text, 'plain', style)
}

function summed(types: readonly string[]): string[] {
  return [...Map.groupBy(types, (type) => type)].map(([type, all]) =>
    all.length === 1 ? type : `${all.length} × ${type}`,
  )
}

function doors({ ports }: DeployPreview): Line[] {
  if (ports.length === 0) return [labelled('Opens', segment('no port to the world'))]
  const named = `${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`
  return [labelled('Opens', segment(named, 'warning'), segment(' to the world; nothing else'))]
}

const markets: Readonly<Record<Market, string>> = {
  spot: 'spot, else on-demand',
  'spot-only': 'spot only',
  'on-demand': 'on-demand',
}

const shown = 4

function instances({ instances: rows, market }: DeployPreview): Line[] {
  const lines = rows.slice(0, shown).map(({ type, memoryMiB, pricePerHour }, index) => {
    const price = pricePerHour === undefined ? 'price unknown' : `$${pricePerHour.toFixed(4)} an hour`
    const first = segment(index === 0 ? `${marks.arrow} ` : '  ', 'success')
    const memory = `${(memoryMiB / 1024).toFixed(0)} GiB`
    return labelled(
      index === 0 ? 'Instance' : '',
      first,
      segment(type.padEnd(14) + memory.padEnd(9)),
      segment(price, 'dim'),
    )
  })
  const more = rows.length > shown ? [labelled('', segment(`  and ${rows.length - shown} more`, 'dim'))] : []
  return [...lines, ...more, labelled('Market', segment(markets[market]))]
}
