// A boot told while it lasts: its phase by the tag of the instance, and once its agent has registered, by its own word,
// the images that it pulls and the services that it starts.
import type { BootStatus } from '@geuse/instance-contract'
import type { NodePart, ResourceContext } from '@geuse/plugin-api'
import type { Instance } from '../../../instance/instance.js'

/** Milliseconds between two questions: each is a command of Systems Manager. */
const askEvery = 4000

/** Tells each thing once. */
export class BootStory {
  /** Whether a boot was seen under way. */
  isBegun = false
  readonly #cx: Pick<ResourceContext, 'clock' | 'note'>
  readonly #instance: Pick<Instance, 'status'>
  #phase: string | undefined
  #told: BootStatus | undefined
  #said = ''
  #askAt: number

  /** @param instance that may not answer yet, or never */
  constructor(cx: Pick<ResourceContext, 'clock' | 'note'>, instance: Pick<Instance, 'status'>) {
    this.#cx = cx
    this.#instance = instance
    this.#askAt = cx.clock.now()
  }

  /** @param phase as the tag says it; undefined before it says anything */
  look(phase: string | undefined): void {
    this.isBegun = true
    this.#phase = phase
    this.#say()
    if (this.#cx.clock.now() < this.#askAt) return
    this.#askAt = Infinity
    void this.#ask()
  }

  /** @returns how long each phase took, in milliseconds; none where the instance does not say */
  async phases(): Promise<Readonly<Record<string, number>>> {
    const told = await this.#instance.status({ lines: 0 }).catch(() => this.#told)
    return Object.fromEntries((told?.phases ?? []).map(({ name, ms }) => [name, ms]))
  }

  /** Nobody waits for it: a boot is not held up by what is told of it. */
  async #ask(): Promise<void> {
    this.#told = await this.#instance.status({ lines: 0 }).catch(() => this.#told)
    this.#askAt = this.#cx.clock.now() + askEvery
    this.#say()
  }

  #say(): void {
    const { phase = 'starting', parts } = this.#now()
    const saying = JSON.stringify([phase, parts])
    if (saying !== this.#said) this.#cx.note(phase, parts)
    this.#said = saying
  }

  /** The tag comes late, and the instance is asked now and then: who has come further is right. */
  #now(): { readonly phase: string | undefined; readonly parts: readonly NodePart[] } {
    const known = this.#told?.phases.map(({ name }) => name) ?? []
    const tagIsOlder = this.#phase === undefined || known.slice(0, -1).includes(this.#phase)
    const phase = tagIsOlder ? (known.at(-1) ?? this.#phase) : this.#phase
    return { phase, parts: this.#told === undefined ? [] : partsOf(this.#told, phase) }
  }
}

function partsOf({ steps, jobs }: BootStatus, phase: string | undefined): readonly NodePart[] {
  if (phase === 'jobs') return jobs.map(({ service, job, state }) => ({ name: `${service} ${job}`, state }))
  const kind = phase === 'images' ? 'image' : phase === 'services' || phase === 'edge' ? 'service' : undefined
  const states = new Map<string, NodePart['state']>()
  for (const step of steps) if (step.kind === kind) states.set(shortName(step.name), step.state)
  return [...states].map(([name, state]) => ({ name, state }))
}

/** What a person knows an image by. */
function shortName(name: string): string {
  return name.replace(/^docker\.io\/(library\/)?/, '').replace(/@sha256:[0-9a-f]+$/, '')
}
