// What a deploy or an update is about to do, shown before anybody is asked: what is made, changed and mended, what
// opens to the world, where data will be, what instance is looked for at what price, how long it takes and what it
// needs.
import type { Market } from '@geuse/plugin-api'
import { isBurstable } from '../model/burstable.js'
import { changeLines } from './change-lines.js'
import { costLines, hourlyWords } from './cost-words.js'
import { frameLines } from './frame.js'
import { formatDuration } from './duration.js'
import { continued, hardSpace, labelled, segment, type Line } from './line.js'
import { joined, instanceLines, warningLines } from './panel.js'
import { storageLines } from './storage-words.js'
import { emojiFor, marks, type Style } from './style.js'
import type { previewShape } from '../output/plan.js'
import type { Told } from '../output/told.js'

/** An instance type that comes into question. */
export type OfferedType = PlanPreview['instances'][number]

/** Everything that is worth knowing before saying yes. */
export type PlanPreview = Told<typeof previewShape>

/**
 * @param preview what is about to happen
 * @param style how to paint it
 * @returns lines for the terminal
 */
export function planLines(preview: PlanPreview, style: Style): string[] {
  const title = [segment(`${emojiFor(style, 'deploy')}${preview.operation} `), segment(preview.stack, 'title')]
  const sections = [
    steps(preview),
    [...changeLines(preview), ...backupLines(preview)],
    doors(preview),
    storageLines(preview.storage),
    [...instances(preview), ...costLines(preview.cost)],
    efforts(preview),
    warningLines(preview.warnings),
  ]
  return frameLines(title, joined(sections), 'active', style)
}

function steps({ plan, services, tier, region, accountId }: PlanPreview): Line[] {
  const count = (action: string): number => plan.steps.filter((step) => step.action === action).length
  const made = summed(plan.steps.filter(({ action }) => action === 'create').map(({ type }) => type))
  const isAtRest = plan.steps.every(({ action }) => ['keep', 'check'].includes(action))
  return [
    labelled('Where', segment(`${tier} in ${region}, ${unbroken(`account ${accountId}`)}`)),
    ...(made.length > 0 ? [labelled('Makes', segment(listed(made)))] : []),
    ...(isAtRest ? [labelled('Makes', segment('nothing: everything is there'))] : []),
    ...(count('keep') === 0 ? [] : [labelled('Keeps', segment(`${count('keep')} that are there already`))]),
    ...(services.length === 0 ? [] : [labelled('Runs', segment(listed(services)))]),
  ]
}

function backupLines({ backup }: PlanPreview): Line[] {
  if (backup.length === 0) return []
  const why = `: another image of ${backup.join(', ')} may change its data`
  return [labelled('Backs up', segment('everything first'), segment(why, 'dim'))]
}

/** How long it takes, and what it needs. */
function efforts({ expected: { seconds, path }, iam, stack }: PlanPreview): Line[] {
  if (seconds === 0) return []
  const services = [...new Set(iam.map((action) => action.split(':')[0] ?? action))].join(', ')
  const time = `about ${unbroken(formatDuration(seconds * 1000))}`
  return [
    labelled('Takes', segment(time), segment(`: ${path.join(', ')}`, 'dim')),
    labelled(
      'Needs',
      segment(`${iam.length} actions of IAM`),
      segment(`, of ${services}; ${unbroken(`gm plan ${stack} --json`)} lists them`, 'dim'),
    ),
  ]
}

/** A word with its count stays together. */
function listed(words: readonly string[]): string {
  return words.map(unbroken).join(', ')
}

function unbroken(words: string): string {
  return words.replaceAll(' ', hardSpace)
}

function summed(types: readonly string[]): string[] {
  return [...Map.groupBy(types, (type) => type)].map(([type, all]) =>
    all.length === 1 ? type : `${all.length} × ${type}`,
  )
}

function doors({ ports }: PlanPreview): Line[] {
  if (ports.length === 0) return [labelled('Opens', segment('no port to the world'))]
  const named = `${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`
  return [labelled('Opens', segment(named, 'warning'), segment(' to the world; nothing else'))]
}

/** How EC2 comes by the instance: see the allocation strategies in fleet.ts. */
const markets: Readonly<Record<Market, string>> = {
  spot: 'EC2 chooses by spot price and free capacity; on-demand where there is no spot:',
  'spot-only': 'EC2 chooses by spot price and free capacity:',
  'on-demand': 'on-demand, the cheapest that there is capacity for:',
}

const shown = 4

function instances({ instance, instances: rows, market }: PlanPreview): Line[] {
  if (instance !== null) return instanceLines(instance)
  const lines = rows.slice(0, shown).map(({ type, memoryMiB, pricePerHour }, index) => {
    const price = pricePerHour === undefined ? 'price unknown' : hourlyWords(pricePerHour)
    const first = market === 'on-demand' && index === 0 && pricePerHour !== undefined
    const memory = unbroken(`${(memoryMiB / 1024).toFixed(0)} GiB`)
    const text = segment(type.padEnd(14) + memory.padEnd(9))
    const mark = segment(first ? `${marks.arrow} ` : '  ', 'success')
    return { ...labelled('', mark, text, segment(price, 'dim')), indent: continued }
  })
  const more = rows.length > shown ? [labelled('', segment(`  and ${rows.length - shown} more`, 'dim'))] : []
  return [labelled('Instance', segment(markets[market])), ...lines, ...more, ...creditLines(rows)]
}

/** Types that save up CPU time; what they do when it is spent decides what they cost. */
function creditLines(rows: readonly OfferedType[]): Line[] {
  if (!rows.some(({ type }) => isBurstable(type))) return []
  return [
    labelled(
      '',
      segment('t types get standard CPU credits: slowed down when they are spent, never billed for more', 'dim'),
    ),
  ]
}
