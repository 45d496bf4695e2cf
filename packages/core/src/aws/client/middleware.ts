// The gate that every SDK call goes through, as middleware of the client itself, so that no call can go round it.
import { classify } from '../errors/classify.js'
import type { Limit } from './concurrency.js'
import { once } from './non-idempotent.js'

type Handler = (args: never) => Promise<unknown>
type Middleware = (next: Handler, context: { readonly commandName?: string }) => Handler

/** A client as far as the gate cares. */
export interface SdkClient {
  readonly middlewareStack: {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each client types middleware by its operations
    add(middleware: any, options: any): void
  }
}

/**
 * @param client an SDK client
 * @param within its service's limit of calls in flight; a call holds its place through its retries
 * @param onSend is told of each attempt that is on its way
 * @returns the same client; its calls throw GmErrors
 */
export function addMiddleware<C extends SdkClient>(client: C, within: Limit, onSend: () => void): C {
  const whole: Middleware = (next, context) => (args) =>
    within(async () => {
      try {
        return await next(args)
      } catch (error) {
        throw classify(error, operationOf(context))
      }
    })
  const attempt: Middleware = (next, context) => (args) =>
    once(operationOf(context), () => {
      const answer = next(args)
      onSend()
      return answer
    })
  client.middlewareStack.add(whole, { step: 'initialize', priority: 'high', name: 'gmGate' })
  client.middlewareStack.add(attempt, { step: 'finalizeRequest', priority: 'low', name: 'gmOnce' })
  return client
}

function operationOf(context: { readonly commandName?: string }): string {
  return (context.commandName ?? 'a call').replace(/Command$/, '')
}
