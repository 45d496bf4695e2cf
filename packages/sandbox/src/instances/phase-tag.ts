// The tag of the instance that says how far its boot is: written beside the boot, only the newest of several that wait.
import { phaseTagKey } from '@geuse/instance-contract'
import type { Boot } from './boot-failure.js'
import { instanceArn, noWayOut, rights } from './surroundings.js'

/** Publishes phases without holding up the boot. */
export class PhaseTag {
  readonly #boot: Boot
  readonly #key: string
  #waiting: string | undefined
  #writing: Promise<void> = Promise.resolve()

  /** @param key of the tag */
  constructor(boot: Boot, key = phaseTagKey) {
    this.#boot = boot
    this.#key = key
  }

  /** Publishes the value soon, unless a newer one comes first. Resolves when nothing waits any more. */
  publish(value: string): Promise<void> {
    this.#waiting = value
    this.#writing = this.#writing.then(
      () => this.#write(),
      () => this.#write(),
    )
    return this.#writing
  }

  /** Writes what waits, if the instance's role may and there is a way to the API. */
  async #write(): Promise<void> {
    const { cx, launch } = this.#boot
    const value = this.#waiting
    if (value === undefined) return
    this.#waiting = undefined
    const may = await rights(cx, launch)
    if (!may({ action: 'ec2:CreateTags', resource: instanceArn(launch) })) return
    if ((await noWayOut(cx, launch)) !== undefined) return
    await cx.moto.ask(launch, 'ec2', 'CreateTags', {
      ResourceId: [launch.instanceId],
      Tag: [{ Key: this.#key, Value: value }],
    })
  }
}
