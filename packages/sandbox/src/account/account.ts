// An AWS account on the laptop: moto, the proxy in front of it, and the instances that boot in it.
import { setTimeout as sleep } from 'node:timers/promises'
import { Clock } from '../clock/clock.js'
import { openDefaultNetwork } from '../ec2/default-network.js'
import { terminate } from '../ec2/terminate.js'
import { Faults } from '../faults/faults.js'
import { type Entry, Journal } from '../journal/journal.js'
import { simulatedMachines } from '../instances/simulated.js'
import { openRealMachines } from '../machines/open.js'
import { cacheFolder, motoPython } from '../moto/environment.js'
import { Moto } from '../moto/moto.js'
import { type MotoProcess, startMoto } from '../moto/moto-process.js'
import { type Administered, answerAdmin } from '../proxy/admin.js'
import { Certificates } from '../proxy/certificate.js'
import { Doors } from '../proxy/doors.js'
import { openProxy } from '../proxy/proxy.js'
import { defaultAccount } from '../request/decode.js'
import { delaySeconds } from '../clock/delays.js'
import type { Context, Machines } from './context.js'
import { scheduleAfter } from './schedule-after.js'
import { callerEnvironment, ownEnvironment } from './environment.js'
import { type Settings, defaultSettings, given } from './settings.js'
import { newAccountState } from './new-account-state.js'

/** How fast an account's clock runs when nothing is said. */
export const defaultSpeed = 20

/** How an account is started. */
export interface AccountOptions extends Partial<Settings> {
  /** How many times faster than AWS the clock runs; 20 by default. */
  readonly speed?: number
  /**
   * `public`: the default network of us-east-1 has a gateway and a default route, as in a true account; `bare`, the
   * default: it has neither.
   */
  readonly defaultNetwork?: 'public' | 'bare'
  /** The proxy's port; any free one by default. */
  readonly port?: number
  /** A source of numbers from 0 to 1, for faults with a probability. */
  readonly random?: () => number
  /**
   * `real`: instances are containers in which their user data really runs; `simulated`, the default: they read it, and
   * answer as if.
   */
  readonly machines?: 'real' | 'simulated'
  /**
   * Endpoint of a moto that runs already and that nobody else uses: it is emptied, and outlives the account. A new one
   * by default.
   */
  readonly emulator?: string | undefined
}

/** A running account. */
export interface Account {
  /** Where the AWS API is answered. */
  readonly endpoint: string
  /** What a caller needs in its environment. */
  readonly env: Readonly<Record<string, string>>
  /** A Python with boto3, for scripts that look for themselves. */
  readonly python: string
  /** moto behind the proxy, for scripts that must not pass through it. */
  readonly motoEndpoint: string
  readonly faults: Faults
  /** Every call since the start or the last reset. */
  calls(): readonly Entry[]
  /** Changes settings, and the speed of the clock; returns those in force. */
  settings(change?: Partial<Settings> & { speed?: number }): Settings & { speed: number }
  /** Gives a spot instance its two minutes' notice, on the clock. */
  interruptSpot(instanceId: string): void
  /**
   * Lets time pass until no instance boots any more: what a boot still waits for, in spite of `patienceMs`, does not
   * come.
   */
  outlastBoots(): Promise<void>
  /**
   * @param host a public address of a real machine, or the name of its URL
   * @returns an address of the loopback that leads there on ports 80 and 443
   */
  door(host: string): Promise<string>
  /** Empties the account: resources, instances, faults, calls, settings. */
  reset(): Promise<void>
  stop(): Promise<void>
}

/** The inside of an account: what a reset replaces, and what stays. */
class AccountInternals implements Administered {
  readonly journal = new Journal()
  readonly faults: Faults
  readonly doors: Doors
  readonly #clock: Clock
  readonly #moto: Moto
  readonly #start: Partial<Settings>
  readonly #speed: number
  readonly #openNetwork: boolean
  #settings: Settings
  #era = new AbortController()
  #context: Context
  #machines: Machines = simulatedMachines

  constructor(moto: Moto, certificates: Certificates, options: AccountOptions) {
    this.faults = new Faults(options.random)
    this.doors = new Doors({ context: this.context, books: this, certificate: (host) => certificates.of(host) })
    this.#speed = options.speed ?? defaultSpeed
    this.#clock = new Clock(this.#speed)
    this.#moto = moto
    this.#openNetwork = options.defaultNetwork === 'public'
    this.#start = given(options)
    this.#settings = { ...defaultSettings(), ...this.#start }
    this.#context = this.#newContext()
  }

  readonly context = (): Context => this.#context

  /** What instances are made of from now on. */
  use(machines: Machines): void {
    this.#machines = machines
    this.#context = this.#newContext()
  }

  readonly calls = (): readonly Entry[] => this.journal.entries

  settings(change: Partial<Settings> & { speed?: number }): Settings & { speed: number } {
    Object.assign(this.#settings, given(change))
    if (change.speed !== undefined) this.#clock.speed = change.speed
    return { ...this.#settings, speed: this.#clock.speed }
  }

  readonly door = (host: string): Promise<string> => this.doors.of(host)

  interruptSpot(instanceId: string): void {
    const record = this.#context.state.instances.get(instanceId)
    if (!record || record.market !== 'spot') throw new Error(`${instanceId} is not a spot instance of this account.`)
    const reason = {
      code: 'Server.SpotInstanceTermination',
      message: 'Server.SpotInstanceTermination: Spot instance termination',
    }
    const context = this.#context
    record.instance.interrupt?.(context.clock.now() + delaySeconds('spotNotice') * 1000)
    scheduleAfter(context, ['spotNotice'], async () => terminate(context, instanceId, reason))
  }

  async outlastBoots(): Promise<void> {
    const { settings, state } = this.#context
    const { patienceMs } = settings
    settings.patienceMs = 0
    while ([...state.instances.values()].some(({ instance }) => instance.booting)) await sleep(10)
    settings.patienceMs = patienceMs
  }

  async reset(): Promise<void> {
    this.end()
    this.#era = new AbortController()
    this.faults.remove()
    this.journal.clear()
    await this.#machines.reset?.()
    await this.#moto.reset()
    await this.furnish()
    this.#settings = { ...defaultSettings(), ...this.#start }
    this.#clock.speed = this.#speed
    this.#context = this.#newContext()
  }

  /** Makes what a new account has. */
  async furnish(): Promise<void> {
    if (this.#openNetwork) await openDefaultNetwork(this.#moto, { account: defaultAccount, region: 'us-east-1' })
  }

  readonly status = (): unknown => ({
    speed: this.#clock.speed,
    calls: this.journal.entries.length,
    inFlight: this.journal.inFlight,
    instances: this.#context.state.instances.size,
    troubles: this.#context.state.internalErrors,
    notEmulated: this.journal.entries
      .filter(({ code }) => code === 'NotEmulated')
      .map(({ service, operation }) => `${service}:${operation}`),
  })

  /** Stops everything that waits. */
  end(): void {
    this.doors.close()
    this.#era.abort(new Error('the account was reset'))
  }

  #newContext(): Context {
    const state = newAccountState(this.#era.signal)
    return { clock: this.#clock, moto: this.#moto, settings: this.#settings, state, machines: this.#machines }
  }
}

function lent(endpoint: string): Pick<MotoProcess, 'endpoint' | 'stop'> {
  return { endpoint, stop: () => Promise.resolve() }
}

async function openMoto({ emulator: known }: AccountOptions, python: string) {
  const emulator = known === undefined ? await startMoto(python) : lent(known)
  const moto = new Moto(emulator.endpoint)
  if (known !== undefined) await moto.reset()
  return { emulator, moto }
}

async function openMachines({ machines }: AccountOptions, certificates: Certificates, inside: AccountInternals) {
  if (machines !== 'real') return undefined
  const real = await openRealMachines(certificates, inside.context)
  inside.use(real)
  return real
}

/** Starts an account; it answers when this resolves. The first start on a computer installs moto. */
export async function startAccount(options: AccountOptions = {}): Promise<Account> {
  const python = await motoPython(cacheFolder(ownEnvironment()))
  const { emulator, moto } = await openMoto(options, python)
  const certificates = new Certificates(python)
  const inside = new AccountInternals(moto, certificates, options)
  await inside.furnish()
  const real = await openMachines(options, certificates, inside)
  const proxy = await openProxy(
    {
      context: inside.context,
      books: inside,
      certificate: (host) => certificates.of(host),
      admin: (method, path, body) => answerAdmin(inside, method, path, body),
    },
    options.port,
  )
  real?.lead(Number(new URL(proxy.endpoint).port))
  return {
    endpoint: proxy.endpoint,
    env: callerEnvironment(proxy.endpoint),
    python,
    motoEndpoint: emulator.endpoint,
    faults: inside.faults,
    calls: inside.calls,
    door: inside.door,
    settings: (change = {}) => inside.settings(change),
    outlastBoots: () => inside.outlastBoots(),
    interruptSpot: (id) => inside.interruptSpot(id),
    reset: () => inside.reset(),
    stop: async () => {
      inside.end()
      await real?.close()
      await proxy.close()
      certificates.close()
      await moto.close()
      await emulator.stop()
    },
  }
}
