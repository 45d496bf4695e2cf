// A request of the web on its way: what its proxies make of it, until an instance answers it or one of them does.
import type { InstanceRecord } from '../ec2/instance-record.js'
import type { PortAnswer } from '../instances/emulated-instance.js'

/** Headers by their names in lower case. */
export type Headers = Readonly<Record<string, string>>

/** A request, as whoever it comes to sees it. */
export interface Visit {
  readonly method: string
  /** Whom it is sent to, without a port. */
  readonly host: string
  readonly port: number
  /** Path and query. */
  readonly path: string
  readonly headers: Headers
  /** Of whoever sends it. */
  readonly address: string
  /** Whether it is one of the world, or of a distribution. */
  readonly from: 'world' | 'cloudfront'
}

/** How long a proxy waits, in the account's seconds. */
export interface Patience {
  /** For an answer to begin; what it says when none does. */
  readonly answer: { readonly seconds: number; readonly late: PortAnswer }
  /** For another byte of a connection that stands. */
  readonly silence: number
}

/** A way that ends at an instance. */
export interface Way {
  readonly record: InstanceRecord
  readonly port: number
  /** As the instance sees it. */
  readonly visit: Visit
  readonly patience: readonly Patience[]
  /** What the instance says when it does not: it is not there, it says nothing. */
  readonly refused: PortAnswer | undefined
  /** What proxies add to its answer. */
  readonly added: Headers
}

/** Where a request leads: to an answer of a proxy, or to an instance; undefined where nobody has the host or port. */
export type Destination = { readonly answer: PortAnswer } | Way | undefined

/** An answer of a proxy itself. */
export function pageOf(server: string, status: number, words: string, headers: Headers = {}): PortAnswer {
  const body = `<html><head><title>${status} ${words}</title></head></html>`
  return { status, headers: { server, 'content-type': 'text/html', ...headers }, body }
}

/** A header with another entry at its end. */
export function appended(headers: Headers, name: string, value: string): Headers {
  const there = headers[name]
  return { ...headers, [name]: there === undefined ? value : `${there}, ${value}` }
}
