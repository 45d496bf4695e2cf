// The one shape of what gm does with a stack: prepared, which asks whatever has to be asked and changes nothing; shown
// and agreed to, which is the command's part; run. A new operation is one more value of this type.
import type { RunEvent } from '@geuse/plugin-api'
import type { NeededSetting } from '../../compose/index.js'
import type { Host } from '../host.js'

/** Answers for settings that nobody gave, as `service.key=value`; asked before a run, never in one. */
export type Ask = (needs: readonly NeededSetting[]) => Promise<readonly string[]>

/** What a preparation may use beside its request. */
export interface Preparing {
  /** The first interrupt. */
  readonly signal: AbortSignal
  /** Only where somebody can answer. */
  readonly ask?: Ask | undefined
}

/** What a run may use beside what was prepared. */
export interface Running {
  /** The first interrupt. */
  readonly signal: AbortSignal
  /** Shows progress. */
  readonly listen: (event: RunEvent) => void
}

/** Something that gm does with a stack. */
export interface StackOperation<Request, Prepared, Result> {
  /** What a person calls it while it lasts, e.g. `the deploy`. */
  readonly title: string
  /**
   * @returns all that is to be known before anybody agrees; nothing was changed
   * @throws GmError with every problem that was found
   */
  prepare(host: Host, request: Request, preparing: Preparing): Promise<Prepared>
  /**
   * @param prepared what was agreed to
   * @throws GmError that says what is there now, and how to go on
   */
  run(host: Host, prepared: Prepared, running: Running): Promise<Result>
}
