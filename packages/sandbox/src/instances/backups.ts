// The backups of a simulated instance: made of what its plan names, opened with the keys that its account has for it,
// gone with its file system. Whatever takes long is begun at once, and ended by the account's clock.
import type { AnswerOf, ParsedArgsOf } from '@geuse/instance-contract'
import type { Context } from '../account/context.js'
import { bytesOfPart, filesOf, isClosedWith, readFiles } from './backup-files.js'
import type { Backup, Incoming } from './backup-record.js'
import { FilePort } from './file-port.js'
import type { Boot } from './boot-failure.js'
import { planTable } from './plan.js'
import { Refusal } from './refusal.js'
import { parametersBelow } from './surroundings.js'

type Told = AnswerOf<'backups'>
type Job = NonNullable<Told['work']>
type Place = ParsedArgsOf<'verify'>['from']

/** Seconds that a part takes: to be copied, to be read, to be put back. */
const secondsOfPart = 2
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
  #port: FilePort | undefined
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
  verify({ id, from }: ParsedArgsOf<'verify'>) {
    return this.#begin('verify', id, () => this.#using(from, async () => this.#read(this.#find(id, from), 0, 100)))
  }

  /** Begins to put a backup in the place of what is there. */
  recover({ id, key, foreign, from }: ParsedArgsOf<'recover'>) {
    return this.#begin('recover', id, () => this.#using(from, () => this.#putBack(this.#find(id, from), key, foreign)))
  }

  async #putBack(backup: Backup, key: string, foreign: 'yes' | 'no'): Promise<void> {
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
  }

  /** Opens a port for the files of a backup. */
  async transfer({ id, direction }: ParsedArgsOf<'transfer'>): Promise<AnswerOf<'transfer'>> {
    const files = direction === 'send' ? await this.#filesOf(this.#find(id, 'backups')) : this.#newIncoming(id)
    this.#port?.close()
    this.#port = await FilePort.open(files, direction, this.#at.signal)
    return this.#port.told
  }

  /** Whether a port of the loopback is open. */
  isOpen(port: number): boolean {
    return this.#port?.isAt(port) === true
  }

  async #filesOf(backup: Backup): Promise<Map<string, Buffer>> {
    return filesOf(backup, await this.#demandKey(backup.key ?? ''))
  }

  #newIncoming(id: string): Map<string, Buffer> {
    if (!this.#at.holds()) throw new Refusal('another instance holds the data of this stack')
    if (this.#work?.state === 'running') throw new Refusal('a backup or a restore of this stack is under way')
    const incoming: Incoming = { id, files: new Map() }
    this.#cx.state.incoming.set(this.#stack.file_system_id, incoming)
    return incoming.files
  }

  /** What was brought is of use once. */
  async #using(from: Place, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } finally {
      if (from === 'incoming') this.#cx.state.incoming.delete(this.#stack.file_system_id)
    }
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

  get #incoming(): Incoming | undefined {
    return this.#cx.state.incoming.get(this.#stack.file_system_id)
  }

  #find(id: string, from: Place): Backup {
    const found = from === 'incoming' ? this.#findIncoming(id) : this.#all().find((one) => one.id === id)
    if (found === undefined) throw new Refusal(`there is no backup ${id}`)
    if (found.torn) throw new Refusal(`the backup ${id} is torn: its manifest is not whole`)
    return found
  }

  #findIncoming(id: string): Backup | undefined {
    const incoming = this.#incoming
    if (incoming?.id !== id) return undefined
    const read = readFiles(id, incoming.files)
    if (read === undefined) throw new Refusal(`the backup ${id} is torn: its manifest is not whole`)
    return read
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

  async #read({ id, key, services }: Backup, from: number, to: number): Promise<void> {
    const secret = await this.#demandKey(key ?? '')
    if (this.#incoming?.id === id && !isClosedWith(secret, this.#incoming.files))
      throw new Refusal(`the manifest of ${id} was changed, or is of another key`)
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

  async #demandKey(key: string): Promise<string> {
    const { cx, launch } = this.#at.boot
    const path = `${this.#stack.parameter_path}/backups`
    const there = await parametersBelow(cx, launch, `${path}/${key}`, { decrypted: true })
    const secret = there.get(`${path}/${key}/key`)
    if (secret === undefined) throw new Refusal(`the key ${key} of the backup is not below ${path}`)
    return secret
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
