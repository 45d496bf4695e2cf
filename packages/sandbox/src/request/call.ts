// One call to AWS, read: which service, which operation, for whom, with what.
import type { Params } from './params.js'

/** How a service speaks: decides how a call is read and how a failure is written. */
export type Protocol = 'ec2' | 'query' | 'json' | 'rest-json' | 'rest-xml'

/** The bytes as they came in. */
export interface Wire {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A call that has been read. */
export interface Call {
  readonly service: string
  readonly operation: string
  readonly region: string
  /** The twelve digits of the account that the access key belongs to. */
  readonly account: string
  readonly accessKey: string
  readonly protocol: Protocol
  readonly params: Params
  readonly wire: Wire
}

/** For whom something is asked. */
export type Scope = Pick<Call, 'account' | 'region'>
