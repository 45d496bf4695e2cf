// A simulated instance: it reads the user data it was really given and boots as far as the account lets it.
import type { BootStatus } from '@geuse/instance-contract'
import { type Socket, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Context, Machines } from '../account/context.js'
import { delaySeconds } from '../clock/delays.js'
import { registerAgent } from './agent.js'
import { Backups } from './backups.js'
import { runBoot } from './boot.js'
import { BootRecord } from './boot-record.js'
import { type Bundle, readBundle, scriptOf } from './bundle.js'
import { InstanceData } from './instance-data.js'
import { releaseLease } from './lease.js'
import { PhaseTag } from './phase-tag.js'
import { fetchBundle } from './fetch-bundle.js'
import { readCompose } from './compose-file.js'
import { runGmctl } from './gmctl.js'
import type { CommandResult, Launch, EmulatedInstance, PortAnswer, PortRequest } from './emulated-instance.js'
import { isTurnedAway } from './edge-gate.js'
import { pageAt } from './page-at.js'
import { planTable } from './plan.js'
import { unwell } from './wellness.js'

class SimulatedInstance implements EmulatedInstance {
  readonly zone: string
  readonly vpcId: string
  readonly groupIds: readonly string[]
  registered = false
  booting = false
  readonly #cx: Context
  readonly #launch: Launch
  readonly #record = new BootRecord()
  #off = new AbortController()
  #bundle: Bundle | undefined
  #data: InstanceData | undefined
  #backups: Backups | undefined

  constructor(cx: Context, launch: Launch) {
    this.zone = launch.zone
    this.vpcId = launch.vpcId
    this.groupIds = launch.groupIds
    this.#cx = cx
    this.#launch = launch
  }

  /** Switches it on. What goes wrong inside ends on its console, as it would. */
  async start(): Promise<void> {
    this.#off = new AbortController()
    for (const part of [this.#during(this.#boot()), this.#register()]) this.#watch(part)
  }

  /** Its services end in order, as at every stop. */
  async stop(): Promise<void> {
    if (this.#bundle && this.#record.state === 'ready') {
      this.#data?.make()
      this.#drain(this.#bundle, 'stop')
    }
    this.#switchOff()
  }

  async reboot(): Promise<void> {
    await this.stop()
    await this.start()
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#cx.state.signal, this.#off.signal])
  }

  async #during(boot: Promise<void>): Promise<void> {
    this.booting = true
    await boot.finally(() => (this.booting = false))
  }

  #watch(part: Promise<void>): void {
    part.catch((error: unknown) => {
      if (!this.#signal.aborted) this.#record.say(`sandbox: ${error instanceof Error ? error.message : String(error)}`)
    })
  }

  get host(): string {
    return this.#bundle ? new URL(planTable(this.#bundle, 'stack').url).hostname : ''
  }

  async console(): Promise<string> {
    return this.#record.console
  }

  async run(script: string): Promise<CommandResult> {
    const [bundle, data, backups] = [this.#bundle, this.#data, this.#backups]
    if (!bundle || !data || !backups)
      return { exitCode: 127, stdout: '', stderr: '/opt/geusemaker/current/gmctl: No such file or directory\n' }
    return runGmctl(script, {
      bundle,
      record: this.#record,
      unhealthy: this.#unwell(bundle),
      output: this.#cx.settings.output,
      now: this.#cx.clock.now(),
      data,
      backups,
      bootAgain: () => this.#watch(this.#during(this.#run(bundle))),
      drain: (cause) => this.#drain(bundle, cause),
      apply: (sha256) => this.#apply(bundle, sha256),
    })
  }

  #drain(bundle: Bundle, cause: string): void {
    this.#record.state = 'drained'
    this.#record.reason = cause
    releaseLease(this.#cx, planTable(bundle, 'stack').file_system_id, this.#launch.instanceId)
    this.#watch(new PhaseTag({ cx: this.#cx, launch: this.#launch, bundle }).publish('drained'))
  }

  interrupt(at: number): void {
    const data = this.#data
    if (!data || !this.#bundle || this.#record.state !== 'ready') return
    const seen = new Date(this.#cx.clock.now()).toISOString()
    const told = { kind: 'interruption', what: 'terminate', at: new Date(at).toISOString() }
    data.notice = { ...told, seen }
    const boot = { cx: this.#cx, launch: this.#launch, bundle: this.#bundle }
    this.#watch(new PhaseTag(boot, 'geusemaker:notice').publish(Object.values(told).join(':')))
    data.make()
    this.#drain(this.#bundle, 'interruption')
  }

  /** Boots another bundle, and the one before it again when that fails. */
  async #apply(before: Bundle, sha256: string): Promise<string | undefined> {
    const bundle = await fetchBundle({ cx: this.#cx, launch: this.#launch, bundle: before }, sha256)
    if ('reason' in bundle) return bundle.reason
    const settle = async (): Promise<void> => {
      const applied = { from: before.hash, to: bundle.hash, reason: null }
      await this.#bootWith(bundle, { ...applied, state: 'applying' })
      if (this.#record.state === 'ready') {
        if (this.#data) this.#data.applied = { ...applied, state: 'applied' }
        return
      }
      await this.#bootWith(before, { ...applied, state: 'failed', reason: this.#record.reason })
    }
    this.#watch(this.#during(settle()))
    return undefined
  }

  async #bootWith(bundle: Bundle, applied: BootStatus['apply']): Promise<void> {
    this.#bundle = bundle
    this.#data = new InstanceData(this.#cx, this.#launch.instanceId, this.#record, bundle)
    this.#data.applied = applied
    this.#backups = this.#backupsOf(bundle, this.#data, this.#backups)
    await this.#run(bundle)
  }

  #backupsOf(bundle: Bundle, data: InstanceData, before: Backups | undefined): Backups {
    const at = {
      boot: { cx: this.#cx, launch: this.#launch, bundle },
      signal: this.#signal,
      holds: () => data.lease() !== null,
      startAgain: () => this.#during(this.#run(bundle)),
      isReady: () => this.#record.state === 'ready',
    }
    return new Backups(at, before?.tell().work)
  }

  /** Only where a program stands for its web. */
  get connect(): EmulatedInstance['connect'] {
    const { stand } = this.#cx.settings
    return stand === null ? undefined : async () => (this.#record.state === 'ready' ? open(stand) : undefined)
  }

  async connectInside(port: number): Promise<Duplex | undefined> {
    return this.#backups?.isOpen(port) === true ? open(port) : undefined
  }

  async ask(port: number, { path, headers }: PortRequest): Promise<PortAnswer | undefined> {
    if (this.#record.state !== 'ready' || !this.#bundle) return undefined
    const stack = planTable(this.#bundle, 'stack')
    const url = new URL(stack.url)
    const secure = url.protocol === 'https:'
    if (!this.#listens(port)) return undefined
    if (port === 80 && secure && this.#listens(443))
      return { status: 308, headers: { location: `https://${url.host}${path}` }, body: '' }
    if (await isTurnedAway(this.#cx, this.#launch, this.#bundle, { path, headers }))
      return { status: 403, headers: {}, body: '' }
    if (this.#cx.settings.unhealthy.includes(stack.primary)) return { status: 502, headers: {}, body: '' }
    return pageAt(path)
  }

  async end(): Promise<void> {
    this.#switchOff()
  }

  #switchOff(): void {
    this.registered = false
    this.#off.abort(new Error('the instance was switched off'))
  }

  /** Services that were made unhealthy, and those that the boot went on without. */
  #unwell(bundle: Bundle): string[] {
    const file = readCompose(bundle.files.get('compose.yaml')?.text)
    return [...this.#cx.settings.unhealthy, ...('reason' in file ? [] : unwell(this.#cx, bundle, file))]
  }

  /** Whether the reverse proxy is published on the port. */
  #listens(port: number): boolean {
    const file = readCompose(this.#bundle?.files.get('compose.yaml')?.text)
    return (
      !('reason' in file) &&
      file.services.some(
        ({ name, ports }) => name === 'edge' && ports.some((each) => each.port === port && each.address === '0.0.0.0'),
      )
    )
  }

  async #boot(): Promise<void> {
    await this.#cx.clock.sleep(delaySeconds('instancePending') + delaySeconds('bootKernel'), this.#signal)
    this.#record.say('cloud-init: modules:final')
    const script = scriptOf(this.#launch.userData)
    const bundle = script === undefined ? { reason: 'cloud-init: user data cannot be read' } : readBundle(script)
    if ('reason' in bundle) return this.#record.say(bundle.reason)
    await this.#bootWith(bundle, null)
  }

  #run(bundle: Bundle): Promise<void> {
    return runBoot({ cx: this.#cx, launch: this.#launch, bundle }, this.#record, this.#signal)
  }

  async #register(): Promise<void> {
    await registerAgent(this.#cx, this.#launch, this.#signal)
    this.registered = true
  }
}

function open(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })
}

/** Instances that are simulated. */
export const simulatedMachines: Machines = {
  start(cx, launch) {
    const instance = new SimulatedInstance(cx, launch)
    void instance.start()
    return instance
  },
}
