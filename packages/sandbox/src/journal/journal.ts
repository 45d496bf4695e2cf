// Every call that the account saw, in order: what tests count, compare and search for secrets.
import type { Params } from '../request/params.js'

/** One call. */
export interface Entry {
  /** Its place in the order of arrival, from one. */
  readonly n: number
  /** When it arrived, in milliseconds of the wall clock. */
  readonly at: number
  readonly service: string
  readonly operation: string
  readonly region: string
  readonly account: string
  /** Parameters, secret values redacted. */
  readonly params: Params
  /** Whether the operation changes a resource. */
  readonly mutating: boolean
  /** How many other calls were under way when it arrived. */
  readonly inFlightAtStart: number
  /** HTTP status; undefined while it is under way, 0 if it was cut off by a fault. */
  status?: number
  /** The error's code, for a failure. */
  code?: string
  /** How long it took, in milliseconds of the wall clock. */
  ms?: number
  /** The fault that struck it. */
  fault?: string
  /** A fault holds its answer back for ever; with `hang-after` it has taken effect by now. */
  hung?: true
}

/** What is known of a call when it arrives. */
export type Arrival = Pick<Entry, 'service' | 'operation' | 'region' | 'account' | 'params' | 'mutating'>

/** The account's memory of calls. */
export class Journal {
  #entries: Entry[] = []
  #inFlight = 0

  /** Every call so far. */
  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** How many calls are under way. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** Notes the arrival of a call. */
  begin(arrival: Arrival): Entry {
    const entry: Entry = { n: this.#entries.length + 1, at: Date.now(), inFlightAtStart: this.#inFlight, ...arrival }
    this.#entries.push(entry)
    this.#inFlight += 1
    return entry
  }

  /** Notes how it ended. */
  end(entry: Entry, status: number, code?: string): void {
    this.#inFlight -= 1
    entry.status = status
    entry.ms = Date.now() - entry.at
    if (code !== undefined) entry.code = code
  }

  /** Notes that it will never be answered. */
  hang(entry: Entry): void {
    this.#inFlight -= 1
    entry.hung = true
  }

  /** Forgets every call. */
  clear(): void {
    this.#entries = []
  }
}
