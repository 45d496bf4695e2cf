// Scripts that look after the data of a service, on the instance: they copy it, bring it back, and read a copy.

/**
 * The scripts of one service. `checkpoint`, `backup`, `restore` and `verify` get a folder in `GM_CHECKPOINT`; the rest
 * of their environment is that of jobs.
 */
export interface Hooks {
  /**
   * Writes into the folder what `block` volumes hold: as often as `rpoSeconds` asks, when the stack stops, and for a
   * backup.
   */
  readonly checkpoint?: URL
  /**
   * Writes into the folder what `shared` volumes hold, where their files are no copy while the service runs. Without it
   * a backup copies the files.
   */
  readonly backup?: URL
  /** Starts the service with what `checkpoint` or `backup` wrote; after a `backup` its shared volumes are empty. */
  readonly restore?: URL
  /** Fails when `restore` could not read the folder; changes nothing. */
  readonly verify?: URL
  /** Ends work before the service is stopped. */
  readonly drain?: URL
}
