// What every way of showing progress can do, apart from the choice among them.
import type { Sink } from '@geuse/plugin-api'

/** A listener that can be told to give the terminal back: before a question, and when a run dies. */
export interface Progress extends Sink {
  /** May be called at any time and more than once. */
  stop(): void
  /** Tells the person something that is no event, such as what Ctrl-C does, without tearing the picture. */
  say(text: string): void
}
