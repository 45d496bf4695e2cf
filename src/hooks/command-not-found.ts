// A command that does not exist: answered with the one that was meant, never by a question.
import type { Hook } from '@oclif/core'
import { didYouMean } from '@geuse/core/failure'
import { GmError } from '@geuse/plugin-api'

const hook: Hook.CommandNotFound = async ({ id, config }) => {
  const known = config.commands.filter(({ hidden }) => hidden !== true).map((command) => command.id)
  throw await unknownCommand(id.split(':'), known)
}

export default hook

/** @param words what was typed @param known ids of commands, with `:` between words @returns the refusal */
export async function unknownCommand(words: readonly string[], known: readonly string[]): Promise<GmError> {
  const parent = [...words.keys()]
    .map((length) => words.slice(0, length).join(':'))
    .findLast((id) => known.some((one) => one === id || one.startsWith(`${id}:`)))
  const depth = parent === undefined ? 0 : parent.split(':').length
  const below = known.filter((id) => parent === undefined || id.startsWith(`${parent}:`))
  const said = (id: string): string => id.replaceAll(':', ' ')
  if (parent !== undefined && below.length === 0)
    return new GmError('CONFIG_INVALID', `Unexpected argument: ${words.slice(depth).join(' ')}`, {
      hints: [`gm ${said(parent)} --help`],
    })
  const typed = words.slice(0, depth + 1).join(' ')
  const meant = await didYouMean(words[depth] ?? '', new Set(below.map((id) => id.split(':')[depth] ?? '')))
  const suggestion = parent === undefined ? meant : meant.replace('mean ', `mean ${said(parent)} `)
  return new GmError('CONFIG_INVALID', `${typed} is not a gm command${suggestion}`, {
    hints: [parent === undefined ? 'gm help' : `gm help ${said(parent)}`],
  })
}
