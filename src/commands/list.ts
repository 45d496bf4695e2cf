// `gm list`: what this computer knows, without asking AWS.
import { tableLines } from '@geuse/core/host'
import { list } from '@geuse/core/list'
import { GmCommand } from '../command.js'

export default class List extends GmCommand {
  static override summary = 'Every stack that this computer knows of'
  static override examples = ['<%= config.bin %> list', '<%= config.bin %> list --json']

  async run(): Promise<unknown> {
    await this.parse(List)
    const host = await this.open()
    const stacks = await list(host)
    if (stacks.length === 0) this.print(['No stacks yet. Make one:  gm deploy my-stack'])
    else
      this.print(
        tableLines(
          ['name', 'status', 'tier', 'region', 'url'].map((title) => ({ title })),
          stacks.map(row),
          this.style,
        ),
      )
    for (const { name, problem } of stacks) if (problem !== null) this.printError([`▲ ${name}: ${problem}`])
    return stacks
  }
}

function row({ name, status, tier, region, url }: Awaited<ReturnType<typeof list>>[number]): string[] {
  return [name, status, tier ?? '-', region ?? '-', url ?? '-']
}
