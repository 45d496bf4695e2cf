// A thing of the stack as a resource lists it: with the node that its tags name, and what its destroy would be given.
import type { Listed } from '@geuse/plugin-api'
import { nodeOf, type Tags } from './tags.js'

/**
 * @param id as AWS names it
 * @param tags of the thing
 * @param known what `destroy` takes
 */
export function listed<I, O>(
  id: string,
  tags: Tags,
  known: { readonly identity: I; readonly observed: O },
): Listed<I, O> {
  const node = nodeOf(tags)
  return { id, known, ...(node === undefined ? {} : { node }) }
}
