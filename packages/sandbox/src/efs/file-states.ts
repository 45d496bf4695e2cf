// When file systems and mount targets were made and began to go: their states follow from that and the clock.
import { delaySeconds } from '../clock/delays.js'

/** What EFS calls the state of a file system or mount target. */
export type LifeCycleState = 'creating' | 'available' | 'deleting'

/** The times of file systems and mount targets, by id, in the account's milliseconds. */
export class FileStates {
  readonly #born = new Map<string, number>()
  readonly #going = new Set<string>()
  /** Whether AWS Backup looks after a file system, where it was said after its creation. */
  readonly backups = new Map<string, string>()

  /** Notes that it was made. */
  made(id: string, now: number): void {
    this.#born.set(id, now)
  }

  /** Notes that its deletion began; false if it had begun before. */
  goes(id: string): boolean {
    if (this.#going.has(id)) return false
    this.#going.add(id)
    return true
  }

  /** Its state. */
  state(id: string, now: number): LifeCycleState {
    if (this.#going.has(id)) return 'deleting'
    const delay = delaySeconds(id.startsWith('fsmt-') ? 'mountTargetCreating' : 'fileSystemCreating')
    return now < (this.#born.get(id) ?? 0) + delay * 1000 ? 'creating' : 'available'
  }
}
