// `gm tiers`: what the installed plugins offer as ways to stand in AWS.
import { type DescribedTier, describeTiers } from '@geuse/core/catalog'
import { tableLines } from '@geuse/core/host'
import { GmCommand } from '../command.js'

export default class Tiers extends GmCommand {
  static override summary = 'The ways in which a stack can stand in AWS'
  static override examples = ['<%= config.bin %> tiers', '<%= config.bin %> plugins install @geuse/tier-gpu']

  async run(): Promise<unknown> {
    await this.parse(Tiers)
    const host = await this.open()
    await this.warnOfPlugins(host)
    const tiers = await describeTiers(host)
    this.print([
      ...tableLines(
        ['tier', 'what', 'plugin'].map((title) => ({ title })),
        tiers.map(({ id, title, plugin }) => [id, title, plugin]),
        this.style,
      ),
      '',
      ...tableLines(
        ['option', 'tier', 'default', 'what'].map((title) => ({ title })),
        tiers.flatMap(optionRows),
        this.style,
      ),
    ])
    return tiers
  }
}

function optionRows({ id, options }: DescribedTier): string[][] {
  return options.map(({ words, default: usual, about }) => [
    words.map((word) => `--${word}`).join(', '),
    id,
    usual === null ? '-' : String(usual),
    about ?? '-',
  ])
}
