// Who writes the data of a file system.

/** Who writes the data. */
export interface Lease {
  /** Counts up with every taker. */
  readonly generation: number
  /** Undefined once it was given back. */
  readonly holder: string | undefined
  /** The account's milliseconds. */
  readonly since: number
}
