// Where the values of an argument or of a flag come from, told by its name: one name means one thing in all commands.

/** Values from a list, from the shell's own files, of no known kind, or exactly those. */
export type Source = SourceName | readonly string[]

/** A list, or what the shell knows better. */
export type SourceName =
  | 'command'
  | 'file'
  | 'instance-type'
  | 'part'
  | 'plugin'
  | 'profile'
  | 'region'
  | 'service'
  | 'services'
  | 'setting'
  | 'stack'
  | 'tier'
  | 'unknown'

const flags: Readonly<Record<string, SourceName>> = {
  config: 'file',
  'instance-type': 'instance-type',
  output: 'file',
  primary: 'service',
  profile: 'profile',
  region: 'region',
  service: 'part',
  services: 'services',
  set: 'setting',
  tier: 'tier',
}
const args: Readonly<Record<string, SourceName>> = { command: 'command', name: 'stack', path: 'file', stack: 'stack' }

/** @param name of the flag, without dashes @param options the values that it takes, where only those are taken */
export function sourceOfFlag(name: string, options?: readonly string[]): Source {
  return options ?? flags[name] ?? 'unknown'
}

/** @param command id @param arg of it */
export function sourceOfArg(
  command: string,
  arg: { readonly name: string; readonly options?: readonly string[] },
): Source {
  if (command.startsWith('plugins:') && arg.name === 'plugin')
    return command.endsWith('install') && !command.endsWith('uninstall') ? 'file' : 'plugin'
  return arg.options ?? args[arg.name] ?? 'unknown'
}
