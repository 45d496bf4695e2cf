// Which calls change something: a test of "no mutating call" has to know.
import { type Params, texts, record } from './params.js'

const reads = /^(Describe|Get|List|AssumeRole|GET )/
const readCommand = /gmctl['"]? (status|health|logs)\b/

function asksOnly(params: Params): boolean {
  const commands = texts(record(params, 'Parameters'), 'commands')
  return commands.length > 0 && commands.every((command) => readCommand.test(command))
}

/** Whether the operation changes a resource; asking an instance for its status over SSM does not. */
export function mutates(operation: string, params: Params): boolean {
  return operation === 'SendCommand' ? !asksOnly(params) : !reads.test(operation)
}
