// A session of Session Manager, as the account remembers it.

/** With an instance, for one of AWS's documents. */
export interface Session {
  readonly id: string
  readonly instanceId: string
  readonly document: string
  /** What whoever opened it shows where its stream is. */
  readonly token: string
  /** The port of the instance that it leads to; undefined for one of a command. */
  readonly port: number | undefined
  /** Aborted when it ends. */
  readonly closed: AbortSignal
  readonly ended: boolean
  /** Ends it; one that has ended stays so. */
  end(): void
}
