// `gm list`: what this computer knows, without asking AWS.
import { tableLines } from '@geuse/core/host'
import { list } from '@geuse/core/list'
import type { OutputOf } from '@geuse/core/output'
import { GmCommand } from '../command.js'

export default class List extends GmCommand {
  static override summary = 'Every stack that this computer knows of'
  static override examples = ['<%= config.bin %> list', '<%= config.bin %> list --json']

  async run(): Promise<OutputOf<'list'>> {
    await this.parse(List)
    const host = await this.open()
    const stacks = await list(host)
    if (stacks.length === 0) this.print(['No stacks yet. Make one:  gm deploy my-stack'])
    else
      this.print(
        tableLines(
          columns(stacks),
          stacks.map((stack) => row(stack, hasDns(stacks))),
          this.style,
        ),
      )
    for (const { name, problem } of stacks) if (problem !== null) this.printError([`▲ ${name}: ${problem}`])
    return stacks
  }
}

type Stacks = Awaited<ReturnType<typeof list>>

/** Whether any stack has a domain name of its own, for which a record has to be there. */
function hasDns(stacks: Stacks): boolean {
  return stacks.some(({ dns }) => dns !== null)
}

function columns(stacks: Stacks): { readonly title: string; readonly align?: 'right' }[] {
  const titles = ['name', 'status', 'tier', 'region', 'a month', 'url', ...(hasDns(stacks) ? ['dns record'] : [])]
  return titles.map((title) => (title === 'a month' ? { title, align: 'right' } : { title }))
}

function row({ name, status, tier, region, perMonth, url, dns }: Stacks[number], withDns: boolean): string[] {
  const record = dns === null ? '-' : `${dns.type} ${dns.value}`
  const month = perMonth === null ? '-' : `$${perMonth.toFixed(2)}`
  return [name, status, tier ?? '-', region ?? '-', month, url ?? '-', ...(withDns ? [record] : [])]
}
