// A stack that a command is about: loaded, or refused in words that help a person who misspelt it.
import { GmError } from '@geuse/plugin-api'
import type { Document } from '../state/document.js'
import type { Host } from './host.js'
import { checkStackName } from './stack-name.js'
import { didYouMean } from './suggest.js'

/**
 * @param host the world
 * @param name as it was typed
 * @returns its document
 * @throws GmError STACK_UNKNOWN with what there is, STATE_TORN, STATE_NEWER
 */
export async function loadStack(host: Host, name: string): Promise<Document> {
  const document = await host.store.load(checkStackName(name))
  if (document !== undefined) return document
  const known = await host.store.list()
  const guess = didYouMean(name, known)
  const message = `there is no stack ${name} on this computer${guess === '' ? '.' : guess} ${elsewhere}`
  throw new GmError('STACK_UNKNOWN', message, {
    hints: [...(known.length > 0 ? ['gm list'] : []), lookByTag(name)],
  })
}

/** A new deploy is no hint here: where only the document was lost, it would make a second stack beside the first. */
const elsewhere =
  'Documents of stacks are kept in the state folder of gm on the computer that deployed them; if only the document was ' +
  'lost, the stack still lives in AWS and a new deploy would make a second one beside it'

/** @returns a command that shows what AWS holds under the name of a stack */
function lookByTag(name: string): string {
  return `aws resourcegroupstaggingapi get-resources --tag-filters Key=geusemaker:stack,Values=${name}`
}
