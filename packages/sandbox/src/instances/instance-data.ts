// What a simulated instance has of its stack's data: the lease that it took, the checkpoints that it makes and
// restores.
import type { AnswerOf, BootStatus } from '@geuse/instance-contract'
import type { Context } from '../account/context.js'
import type { BootRecord } from './boot-record.js'
import type { Bundle } from './bundle.js'
import { planTable } from './plan.js'

type Checkpoint = AnswerOf<'checkpoint'>['checkpoints'][number]
type Lease = NonNullable<BootStatus['lease']>

/** How many checkpoints of a service are kept. */
const kept = 3
const bytes = 4096
const ms = 900

/** The data of one instance. */
export class InstanceData {
  /** What EC2 told a spot instance. */
  notice: BootStatus['notice'] = null
  /** The last bundle that was applied. */
  applied: BootStatus['apply'] = null
  readonly #cx: Context
  readonly #instanceId: string
  readonly #record: BootRecord
  readonly #bundle: Bundle
  readonly #made = new Map<string, { readonly id: string; readonly at: number }>()
  readonly #restored = new Map<string, string>()
  #lease: Lease | null = null

  constructor(cx: Context, instanceId: string, record: BootRecord, bundle: Bundle) {
    this.#cx = cx
    this.#instanceId = instanceId
    this.#record = record
    this.#bundle = bundle
  }

  /** The lease that this instance took last. */
  lease(): Lease | null {
    const lease = this.#cx.state.leases.get(this.#fileSystem)
    if (lease?.holder === this.#instanceId) {
      const isFirst = this.#lease === null
      this.#lease = {
        generation: lease.generation,
        holder: this.#instanceId,
        since: new Date(lease.since).toISOString(),
      }
      if (isFirst) this.#restoreAll()
    }
    return this.#lease
  }

  /** What `gmctl` tells of checkpoints. @param service only of this one */
  checkpoints(service?: string): Checkpoint[] {
    this.#catchUp()
    return this.#rows(service).map((row) => {
      const made = this.#made.get(row.service)
      return {
        service: row.service,
        rpoSeconds: row.rpo ?? null,
        id: made?.id ?? null,
        at: made === undefined ? null : new Date(made.at).toISOString(),
        bytes: made === undefined ? null : bytes,
        ms: made === undefined ? null : ms,
        error: this.#record.state === 'ready' || made !== undefined ? null : `${row.service} was not started yet`,
        restored: this.#restored.get(row.service) ?? null,
      }
    })
  }

  /** Makes checkpoints now. @param service only of this one */
  make(service?: string): void {
    this.#catchUp()
    for (const row of this.#rows(service)) this.#makeOne(row.service, this.#cx.clock.now())
  }

  /** @returns the checkpoint that the disk has now; undefined where there is none */
  restore(service: string, checkpoint?: string): string | undefined {
    const id = this.#ids(service).findLast((one) => checkpoint === undefined || one === checkpoint)
    if (id !== undefined) this.#restored.set(service, id)
    return id
  }

  get #fileSystem(): string {
    return planTable(this.#bundle, 'stack').file_system_id
  }

  #rows(service?: string) {
    return planTable(this.#bundle, 'hooks').filter(
      (row) => row.hook === 'checkpoint' && (service === undefined || row.service === service),
    )
  }

  #ids(service: string): readonly string[] {
    return this.#cx.state.checkpoints.get(`${this.#fileSystem}/${service}`) ?? []
  }

  /** A fresh disk gets what is newest. */
  #restoreAll(): void {
    for (const { service } of this.#rows()) this.restore(service)
  }

  /** The watch makes one as often as its service asks for, from the moment that the stack is ready. */
  #catchUp(): void {
    if (this.#record.state !== 'ready' || this.lease() === null) return
    const end = this.#record.phases.at(-1)
    if (end === undefined) return
    for (const { service, rpo } of this.#rows()) {
      if (rpo === undefined) continue
      const since = this.#made.get(service)?.at ?? Date.parse(end.started) + end.ms - rpo * 1000
      const due = Math.floor((this.#cx.clock.now() - since) / (rpo * 1000))
      if (due > 0) this.#makeOne(service, since + due * rpo * 1000)
    }
  }

  #makeOne(service: string, at: number): void {
    const lease = this.lease()
    if (lease === null || this.#record.state !== 'ready') return
    const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')
    const id = `${String(lease.generation).padStart(8, '0')}-${time}`
    this.#made.set(service, { id, at })
    this.#cx.state.checkpoints.set(`${this.#fileSystem}/${service}`, [...this.#ids(service), id].slice(-kept))
  }
}
