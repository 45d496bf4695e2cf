// Which calls change something: a test of "no mutating call" has to know.
import { readCommand } from '@geuse/instance-contract'
import { type Params, texts, record } from './params.js'

const reads = /^(Describe|Get|List|AssumeRole|GET )/
/** Verbs of gmctl that ask only. */
const readVerbs: readonly string[] = ['status', 'health', 'logs', 'backups']

function asksOnly(params: Params): boolean {
  const command = readCommand(texts(record(params, 'Parameters'), 'commands').join('\n'))
  return command !== undefined && readVerbs.includes(command.verb)
}

/** Whether the operation changes a resource; asking an instance for its status over SSM does not. */
export function mutates(operation: string, params: Params): boolean {
  return operation === 'SendCommand' ? !asksOnly(params) : !reads.test(operation)
}
