// A name that no stack has: refused in words that help a person who misspelt it.
import { GmError } from '@geuse/plugin-api'
import { didYouMean } from '../../config/did-you-mean.js'

/** Stacks that a refusal has room for. */
const shown = 8

/** An account and region that were asked in vain. */
export interface Asked {
  readonly region: string
  readonly accountId: string
}

/**
 * @param name as it was typed
 * @param known stacks that there are
 * @param asked where in AWS there is none of that name, if AWS could be asked
 * @returns the refusal, which names them
 */
export async function unknownStack(name: string, known: readonly string[], asked?: Asked): Promise<GmError> {
  const more = known.length > shown ? ` and ${known.length - shown} more` : ''
  const there = known.length > 0 ? `; there are: ${known.slice(0, shown).join(', ')}${more}` : ''
  const end = (await didYouMean(name, known)) || `. ${asked === undefined ? elsewhere : nowhere(asked)}`
  return new GmError('STACK_UNKNOWN', `there is no stack ${name} on this computer${there}${end}`, {
    hints: [...(known.length > 0 ? ['gm list'] : []), ...(asked === undefined ? [lookByTag(name)] : [])],
  })
}

function nowhere({ region, accountId }: Asked): string {
  return `There is none of that name in ${region}, account ${accountId}, either; AWS_REGION and AWS_PROFILE say where else to look`
}

/** A new deploy is no hint here: where only the document was lost, it would make a second stack beside the first. */
const elsewhere =
  'Documents of stacks are kept in the state folder of gm on the computer that deployed them; if only the document was ' +
  'lost, the stack still lives in AWS and a new deploy would make a second one beside it'

/** @returns a command that shows what AWS holds under the name of a stack */
function lookByTag(name: string): string {
  return `aws resourcegroupstaggingapi get-resources --tag-filters Key=geusemaker:stack,Values=${name}`
}
