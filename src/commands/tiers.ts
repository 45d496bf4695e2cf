// `gm tiers`: what the installed plugins offer as ways to stand in AWS.
import { type DescribedTier, describeTiers } from '@geuse/core/catalog'
import { tableLines } from '@geuse/core/host'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../command.js'

export default class Tiers extends GmCommand {
  static override summary = 'The ways in which a stack can stand in AWS'
  static override examples = ['<%= config.bin %> tiers', '<%= config.bin %> plugins install @geuse/tier-gpu']

  async run(): Promise<OutputOf<'tiers'>> {
    await this.parse(Tiers)
    const host = await this.open()
    await this.warnOfPlugins(host)
    const tiers = await describeTiers(host)
    this.print([
      ...tableLines(
        ['tier', 'what', 'plugin'].map((title) => ({ title })),
        tiers.map(({ id, aliases, title, plugin }) => [[id, ...aliases].join(', '), title, plugin]),
        this.style,
      ),
      '',
      ...tableLines(
        ['option', 'tier', 'default', 'what'].map((title) => ({ title })),
        optionRows(tiers),
        this.style,
      ),
    ])
    return tiers
  }
}

/** A row for each option, under the names of all the tiers that have it alike. */
function optionRows(tiers: readonly DescribedTier[]): string[][] {
  const rows = tiers.flatMap(({ id, options }) => options.map((option) => ({ id, cells: cellsOf(option) })))
  return [...Map.groupBy(rows, ({ cells }) => cells.join('\n')).values()].map((alike) => {
    const [words = '', ...rest] = alike[0]?.cells ?? []
    return [words, alike.map(({ id }) => id).join(', '), ...rest]
  })
}

function cellsOf({ words, default: usual, about }: DescribedTier['options'][number]): string[] {
  return [words.map((word) => `--${word}`).join(', '), usual === null ? '-' : String(usual), about ?? '-']
}
