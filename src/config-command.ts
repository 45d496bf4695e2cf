// What the commands of `gm config` share: which file they are about. They work on settings that nothing else could be
// done with.
import * as Flags from '@oclif/core/flags'
import { tableLines, type Host, type Settings } from '@geuse/core/host'
import { defaultSettings, settingsFile, stackFile, type OptionFile, type OptionRow } from '@geuse/core/options'
import { GmCommand } from './command.js'

/** Which file. */
export const fileFlag = {
  config: Flags.string({
    char: 'c',
    description: 'the config file of a stack, YAML or JSON, instead of your settings',
    helpValue: 'FILE',
  }),
}

/** Base of the commands of `gm config`. */
export abstract class ConfigCommand extends GmCommand {
  protected override preferences(file: string): Promise<Settings> {
    return super.preferences(file).catch(() => defaultSettings())
  }

  /** @param config path of the config file of a stack */
  protected fileOf(host: Host, config: string | undefined): OptionFile {
    return config === undefined ? settingsFile(host) : stackFile(host, config)
  }

  /** Shows what is set, or what can be. @param config path of the config file of a stack */
  protected async listed(config: string | undefined): Promise<readonly OptionRow[]> {
    const file = this.fileOf(await this.open(), config)
    const rows = await file.list()
    if (rows.length === 0) this.print([`Nothing is set in ${file.path}.`])
    else this.print(tableLines(titles(rows), rows.map(cells), this.style))
    return rows
  }
}

function titles(rows: readonly OptionRow[]): { readonly title: string }[] {
  const isDescribed = rows.some(({ about }) => about !== null)
  return ['key', 'value', ...(isDescribed ? ['', 'what for'] : [])].map((title) => ({ title }))
}

function cells({ key, value, given, about }: OptionRow): string[] {
  return [key, shownValue(value), ...(about === null ? [] : [given ? 'yours' : 'default', about])]
}

/** @returns a value as it is typed */
export function shownValue(value: unknown): string {
  if (value === null) return '-'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
