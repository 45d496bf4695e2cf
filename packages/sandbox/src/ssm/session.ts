// A session of Session Manager, as the account remembers it.

/** With an instance, for one of AWS's documents. */
export interface Session {
  readonly id: string
  readonly instanceId: string
  readonly document: string
  ended: boolean
}
