// How far a boot is: told by the tag that the instance sets, and by the instance itself where the tag says nothing new
// for long, since an instance without a way out gives up in silence.
import type { PhaseTag } from '@geuse/instance-contract'
import type { Instance } from '../../../instance/instance.js'
import type { WaitContext } from '../../wait/wait-for.js'

/** Seconds in which the tag of a boot that was begun again may still be the old one's. */
const staleTagSeconds = 60
/** Seconds without anything new, after which the instance is asked. */
const silenceSeconds = 60

/** What is asked of the instance itself. */
type Asked = Pick<Instance, 'status' | 'boot'>

/**
 * Watches the boot of one instance, and begins one again that had failed, or been drained, before this run saw anything
 * of it.
 */
export class BootWatch {
  readonly #cx: Pick<WaitContext, 'clock' | 'note'>
  readonly #instance: Asked
  #last: PhaseTag | undefined
  /** Whether this run has seen the boot get on. */
  #isUnderWay = false
  #isBegunAgain = false
  #quietSince: number
  #staleUntil = 0

  /** @param instance that may not answer yet, or never */
  constructor(cx: Pick<WaitContext, 'clock' | 'note'>, instance: Asked) {
    this.#cx = cx
    this.#instance = instance
    this.#quietSince = cx.clock.now()
  }

  /**
   * @param tag as it is now
   * @returns how far the boot is; `failed` and `drained` only for good
   */
  async look(tag: PhaseTag): Promise<PhaseTag> {
    this.#notice(tag)
    const known = tag.state === 'booting' && this.#isSilent() ? ((await this.#ask()) ?? tag) : tag
    return known.state === 'failed' || known.state === 'drained' ? this.#ended(known) : known
  }

  #notice(tag: PhaseTag): void {
    const isNew = this.#last !== undefined && JSON.stringify(tag) !== JSON.stringify(this.#last)
    this.#last = tag
    if (!isNew) return
    this.#isUnderWay = true
    this.#quietSince = this.#cx.clock.now()
    this.#staleUntil = 0
  }

  #isSilent(): boolean {
    return this.#cx.clock.now() >= this.#quietSince + silenceSeconds * 1000
  }

  /** @returns what the instance says of itself; undefined when it cannot be reached */
  async #ask(): Promise<PhaseTag | undefined> {
    const told = await this.#instance.status({ lines: 0 }).catch(() => undefined)
    this.#quietSince = this.#cx.clock.now()
    if (told?.state === 'failed') return { state: 'failed', phase: told.phase ?? 'start' }
    return told?.state === 'ready' || told?.state === 'drained' ? { state: told.state } : undefined
  }

  async #ended(tag: PhaseTag & { state: 'failed' | 'drained' }): Promise<PhaseTag> {
    // A stop that was cut off may end only now: what it drains is to be up all the same.
    const isDrainedOnce = tag.state === 'drained' && !this.#isBegunAgain
    if (!this.#isUnderWay || isDrainedOnce) {
      this.#isUnderWay = true
      this.#isBegunAgain = true
      if (await this.#beginAgain(tag)) this.#staleUntil = this.#cx.clock.now() + staleTagSeconds * 1000
    }
    return this.#cx.clock.now() < this.#staleUntil ? { state: 'booting', phase: undefined } : tag
  }

  /** @returns whether the instance could be told; one that cannot be reached has failed for good */
  async #beginAgain(tag: PhaseTag & { state: 'failed' | 'drained' }): Promise<boolean> {
    this.#cx.note(
      tag.state === 'failed'
        ? `its boot had failed in phase ${tag.phase}: beginning it again`
        : 'its services had been stopped: starting them again',
    )
    const { begun } = await this.#instance.boot().catch(() => ({ begun: false }))
    this.#quietSince = this.#cx.clock.now()
    return begun
  }
}
