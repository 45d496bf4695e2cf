// `gm deploy` without a name: the questions, what was answered, and what to do with it. Whoever leaves at any of them
// has changed nothing.
import { writeFile } from 'node:fs/promises'
import { type Host, type Prompts, type Style, tableLines } from '@geuse/core/host'
import { regions, sameCommand, sameFile, type Said, wizard, type WizardAnswers } from '@geuse/core/wizard'
import { GmError } from '@geuse/plugin-api'
import { commandLine, declined } from './command.js'

/** What the questions are asked with. */
export interface WizardScreen {
  readonly prompts: Prompts
  readonly style: Style
  readonly tell: (lines: readonly string[]) => void
}

type Request = WizardAnswers['request']

/**
 * @param said what was said on the command line, and is not asked
 * @returns what a deploy is asked for
 * @throws GmError DECLINED, INTERRUPTED
 */
export async function askForStack(host: Host, said: Said, screen: WizardScreen): Promise<Request> {
  const { prompts, style, tell } = screen
  const { signal } = new AbortController()
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
  const { request, summary } = await wizard(host, given, { prompts, signal, regions, tell })
  const rows = summary.map(([what, chosen]) => [what, chosen])
  const command = commandLine(sameCommand(request).slice(1))
  tell([
    '',
    ...tableLines([{ title: '' }, { title: 'chosen' }], rows, style),
    '',
    'The same, typed:',
    `  ${command}`,
    '',
  ])
  const choice = await prompts.choose('And now?', ends, command, 'deploy')
  if (choice.includes('save')) await save(request, prompts, tell)
  if (choice === 'leave') throw declined()
  if (choice === 'save') throw new GmError('DECLINED', 'Saved, and nothing was deployed.', { hints: [command] })
  return request
}

const ends = [
  { value: 'deploy', name: 'Look at the plan, and deploy' },
  { value: 'save and deploy', name: 'Save it as a config file, and go on to the plan' },
  { value: 'save', name: 'Save it as a config file, and leave' },
  { value: 'leave', name: 'Leave; nothing is done' },
]

async function save(request: Request, prompts: Prompts, tell: WizardScreen['tell']): Promise<void> {
  const path = await prompts.input('Config file?', '--config FILE', isPath, `${request.name}.yaml`)
  try {
    await writeFile(path, sameFile(request), { flag: 'wx' })
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'EEXIST' ? 'it is there already' : 'it cannot be written'
    throw new GmError('STORAGE_DENIED', `${path} was not saved: ${why}`, { cause, hints: ['choose another name'] })
  }
  tell([`Saved. Again:  ${commandLine(['deploy', request.name, '--config', path])}`])
}

function isPath(answer: string): true | string {
  return answer.trim() !== '' || 'a path'
}
