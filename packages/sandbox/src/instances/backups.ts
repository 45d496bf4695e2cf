// The backups of a simulated instance: made of what its plan names, opened with the keys that its account has for it,
// gone with its file system. Whatever takes long is begun at once, and ended by the account's clock.
import type { AnswerOf, ParsedArgsOf } from '@geuse/instance-contract'
import type { Context } from '../account/context.js'
import type { Backup } from './backup-record.js'
import type { Boot } from './boot-failure.js'
import { planTable } from './plan.js'
import { Refusal } from './refusal.js'
import { parametersBelow } from './surroundings.js'

type Told = AnswerOf<'backups'>
type Job = NonNullable<Told['work']>

/** Seconds that a part takes: to be copied, to be read, to be put back. */
const secondsOfPart = 2
const bytesOfPart = 20_480
/** Each backup is told with its newest ones. */
const mostTold = 24

/** Where an instance stands. */
export interface BackupSurroundings {
  readonly boot: Boot
  readonly signal: AbortSignal
  /** Whether this instance holds the data. */
  holds(): boolean
  /** Stops the services, and starts them again. */
  startAgain(): Promise<void>
  /** Whether what was started came up. */
  isReady(): boolean
}

/** What one instance does with backups. */
export class Backups {
  #work: Job | null
  readonly #at: BackupSurroundings

  /** @param work the last one that this instance began */
  constructor(at: BackupSurroundings, work: Job | null = null) {
    this.#at = at
    this.#work = work
  }

  /** What `gmctl backups` tells. */
  tell(): Told {
    const opened = this.#cx.state.opened.get(this.#stack.file_system_id) ?? []
    return { backups: this.#all().slice(-mostTold), opened: [...opened], work: this.#work }
  }

  /** Begins a backup. */
  make({ key, keep, days }: ParsedArgsOf<'backup'>) {
    return this.#begin('backup', this.#newId(), async (id) => {
      await this.#copy(id, key, 0, 100)
      this.#prune(keep, days)
    })
  }

  /** Begins to read a backup. */
  verify({ id }: ParsedArgsOf<'verify'>) {
    return this.#begin('verify', id, async () => this.#read(this.#find(id), 0, 100))
  }

  /** Begins to put a backup in the place of what is there. */
  recover({ id, key, foreign }: ParsedArgsOf<'recover'>) {
    return this.#begin('recover', id, async () => {
      const backup = this.#find(id)
      if (backup.stackId !== this.#stack.id && foreign !== 'yes')
        throw new Refusal(`the backup is of another stack, ${backup.stack}`)
      await this.#read(backup, 0, 30)
      await this.#copy(this.#newId(), key, 30, 60)
      this.#say(60, 'puts it back')
      await this.#at.startAgain()
      if (this.#at.isReady()) return
      this.#say(90, 'goes back')
      await this.#at.startAgain()
      throw new Refusal('the services did not start with it: what was there before is there again')
    })
  }

  get #cx(): Context {
    return this.#at.boot.cx
  }

  get #stack() {
    return planTable(this.#at.boot.bundle, 'stack')
  }

  #all(): readonly Backup[] {
    return this.#cx.state.backups.get(this.#stack.file_system_id) ?? []
  }

  #keepAll(all: readonly Backup[]): void {
    this.#cx.state.backups.set(this.#stack.file_system_id, all)
  }

  #find(id: string): Backup {
    const found = this.#all().find((one) => one.id === id)
    if (found === undefined) throw new Refusal(`there is no backup ${id}`)
    if (found.torn) throw new Refusal(`the backup ${id} is torn: its manifest is not whole`)
    return found
  }

  /** One second later than the last one, where the clock stands still. */
  #newId(): string {
    const taken = new Set(this.#all().map(({ id }) => id))
    for (let at = this.#cx.clock.now(); ; at += 1000) {
      const id = idAt(at)
      if (!taken.has(id)) return id
    }
  }

  #begin(what: Job['what'], id: string, work: (id: string) => Promise<void>): AnswerOf<'backup'> {
    if (this.#work?.state === 'running') {
      const isSame = this.#work.what === what && (what === 'backup' || this.#work.id === id)
      if (!isSame) throw new Refusal(`a ${this.#work.what} of this stack is under way`)
      return { id: this.#work.id }
    }
    if (!this.#at.holds()) throw new Refusal('another instance holds the data of this stack')
    const started = new Date(this.#cx.clock.now()).toISOString()
    this.#work = { what, id, state: 'running', started, percent: 0, step: 'begins', reason: null }
    void work(id).then(
      () => this.#end('ok', null),
      (error: unknown) => this.#end('failed', error instanceof Error ? error.message : String(error)),
    )
    return { id }
  }

  #say(percent: number, step: string): void {
    if (this.#work !== null) this.#work = { ...this.#work, percent, step }
  }

  #end(state: Job['state'], reason: string | null): void {
    if (this.#work !== null) this.#work = { ...this.#work, state, reason, percent: null, step: null }
  }

  async #copy(id: string, key: string, from: number, to: number): Promise<void> {
    await this.#demandKey(key)
    const services = planTable(this.#at.boot.bundle, 'services')
    await this.#each(
      services.map(({ service }) => `copies ${service}`),
      from,
      to,
    )
    const { name, id: stackId } = this.#stack
    const backup: Backup = {
      ...{ id, at: new Date(this.#cx.clock.now()).toISOString(), stack: name, stackId, key, torn: false },
      bytes: services.length * bytesOfPart,
      services: services.map(({ service, format = null, images }) => ({ service, format, images: images.join(' ') })),
    }
    this.#keepAll([...this.#all(), backup])
  }

  async #read({ key, services }: Backup, from: number, to: number): Promise<void> {
    await this.#demandKey(key ?? '')
    const own = planTable(this.#at.boot.bundle, 'services').map(({ service }) => service)
    const missing = services.flatMap(({ service }) => (own.includes(service) ? [] : [service]))
    if (missing.length > 0)
      throw new Refusal(`the backup holds data of services that this stack does not have: ${missing.join(' ')}`)
    await this.#each(
      services.map(({ service }) => `verifies ${service}`),
      from,
      to,
    )
  }

  async #each(steps: readonly string[], from: number, to: number): Promise<void> {
    for (const [index, step] of steps.entries()) {
      this.#say(Math.floor(from + ((to - from) * index) / steps.length), step)
      await this.#cx.clock.sleep(secondsOfPart, this.#at.signal)
    }
  }

  async #demandKey(key: string): Promise<void> {
    const { cx, launch } = this.#at.boot
    const path = `${this.#stack.parameter_path}/backups`
    const there = await parametersBelow(cx, launch, path)
    if (!there.has(`${path}/${key}/key`)) throw new Refusal(`the key ${key} of the backup is not below ${path}`)
  }

  #prune(keep: number, days: number | undefined): void {
    const all = this.#all()
    const oldest = days === undefined ? '' : idAt(this.#cx.clock.now() - days * 86_400_000)
    this.#keepAll(
      all.filter(({ id }, index) => index >= all.length - keep && (id >= oldest || index === all.length - 1)),
    )
  }
}

function idAt(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')
}
