// A context for those who only look: plan and status ask the same finds and checks as a run, and can write nothing.
import { type ResourceContext, type StackRef } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'
import { type AwsContext, withClients } from '../../aws/common/context.js'
import { governanceOf } from '../../config/governance.js'
import type { DeployConfig } from '../../config/resolve.js'
import { token } from '../../engine/token.js'
import type { Document } from '../../state/document.js'
import type { Host } from '../host.js'

/** Who looks, at what. */
export interface ReadOnlyRequest {
  readonly document: Document
  readonly clients: Clients
  readonly signal: AbortSignal
}

/** @returns a context for one node, whose notes nobody hears */
export function readOnlyContext(host: Host, { document, clients, signal }: ReadOnlyRequest, node: string): AwsContext {
  const row = document.nodes[node] ?? { generation: 0, attempt: 0 }
  const base: ResourceContext = {
    stack: stackRef(document),
    node,
    generation: row.generation,
    token: token(document.stack_id, node, row),
    nextToken: () => Promise.reject(new Error('who only looks makes nothing')),
    signal,
    clock: host.clock,
    note: () => undefined,
  }
  return withClients(base, clients)
}

/** @returns the stack of a document as resources know it */
export function stackRef(document: Document): StackRef {
  const { stack_name: name, stack_id: id, region, account_id: accountId } = document
  const governance = governanceOf(document.config as Partial<DeployConfig>)
  return { name, id, region, accountId, ...(governance === undefined ? {} : { governance }) }
}
