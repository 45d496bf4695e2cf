// A stack that a command is about: loaded, or refused by what is known here and in AWS.
import type { Document } from '../../state/document.js'
import type { Host } from '../host.js'
import { checkStackName } from '../../config/stack-name.js'

/** What is asked of a stack that is there. */
export interface KnownStackRequest {
  readonly name: string
  /** Asked for in this call; otherwise the environment's, otherwise the one that the stack was made with. */
  readonly profile?: string | undefined
}

/**
 * @param host the world
 * @param name as it was typed
 * @param profile asked for in this call: where there is no document, AWS is asked
 * @returns its document
 * @throws GmError STACK_UNKNOWN with what there is, STACK_UNRECORDED, STATE_CORRUPT, STATE_NEWER
 */
export async function loadStack(host: Host, name: string, profile?: string): Promise<Document> {
  const document = await host.store.load(checkStackName(name))
  if (document !== undefined) return document
  const { missingStack } = await import('./unrecorded.js')
  throw await missingStack(host, name, profile)
}
