// What an operation of AWS is here: passed on to moto, passed on with corrections, or answered by the sandbox.
import type { Context } from '../account/context.js'
import type { Answer } from '../answer/answer.js'
import type { Call } from '../request/call.js'

/** Answers a call. */
export type Handler = (call: Call, cx: Context) => Promise<Answer>

/** Adds something around a handler. */
export type Middleware = (next: Handler) => Handler

/** How much of the answer is moto's. */
export type Kind = 'forwarded' | 'patched' | 'native'

/** One operation. */
export interface Operation {
  readonly service: string
  readonly name: string
  readonly kind: Kind
  /** What is added to moto, or promised in its place. */
  readonly promise: string
  readonly handle: Handler
}

/** Passes the call on as it came. */
const forward: Handler = (call, cx) => cx.moto.forward(call)

/** Operations that moto answers well enough. */
export function forwarded(service: string, names: readonly string[]): Operation[] {
  return names.map((name) => ({ service, name, kind: 'forwarded', promise: '', handle: forward }))
}

/** An operation that moto answers, with layers around it; the first is the outermost. */
export function patched(service: string, name: string, promise: string, layers: readonly Middleware[]): Operation {
  return {
    service,
    name,
    kind: 'patched',
    promise,
    handle: layers.reduceRight<Handler>((next, layer) => layer(next), forward),
  }
}

/** An operation that the sandbox answers by itself. */
export function native(service: string, name: string, promise: string, handle: Handler): Operation {
  return {
    service,
    name,
    kind: 'native',
    promise,
    handle,
  }
}
