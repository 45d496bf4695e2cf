// `gm services`: what the installed plugins offer to run, and every setting of it.
import { tableLines } from '@geuse/core/host'
import { type DescribedService, describeServices } from '@geuse/core/catalog'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../command.js'

export default class Services extends GmCommand {
  static override summary = 'The services that a stack can run, and what can be set'
  static override examples = [
    '<%= config.bin %> services',
    '<%= config.bin %> deploy my-stack --services n8n --set n8n.owner-email=you@example.com',
  ]

  async run(): Promise<OutputOf<'services'>> {
    await this.parse(Services)
    const host = await this.open()
    await this.warnOfPlugins(host)
    const services = await describeServices(host)
    const rows = services.map(({ id, title, uses, plugin }) => [id, title, uses.join(' ') || '-', plugin])
    this.print([
      ...tableLines(
        ['service', 'what', 'uses', 'plugin'].map((title) => ({ title })),
        rows,
        this.style,
      ),
      '',
      ...tableLines(
        ['setting', 'default', 'what'].map((title) => ({ title })),
        services.flatMap(settingRows),
        this.style,
      ),
    ])
    return services
  }
}

function settingRows({ id, settings }: DescribedService): string[][] {
  return Object.entries(settings).map(([key, { default: usual, about }]) => [`${id}.${key}`, say(usual), about ?? '-'])
}

function say(value: unknown): string {
  if (value === null) return '-'
  return Array.isArray(value) ? value.join(',') : String(value)
}
