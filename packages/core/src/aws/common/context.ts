// What every resource and check among the built-in ones is given: the engine's context and the run's clients.
import type { ListContext, ResourceContext } from '@geuse/plugin-api'
import type { Clients } from '../client/clients.js'

/** A resource's view of its run. */
export interface AwsContext extends ResourceContext {
  readonly aws: Clients
}

/** What a `list` is given. */
export type AwsListContext = ListContext<AwsContext>

/**
 * @param base what the engine made; its properties are read when asked for, as its token changes with each attempt
 * @param aws clients of the run
 */
export function withClients<C extends object>(base: C, aws: Clients): C & { readonly aws: Clients } {
  return Object.create(base, { aws: { value: aws, enumerable: true } }) as C & { readonly aws: Clients }
}
