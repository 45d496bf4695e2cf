// The real machines of one account: networks, files and containers, of which nothing is left when the account ends,
// however it ends.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context, Machines } from '../account/context.js'
import { noteOff } from '../ec2/power.js'
import type { MachineImage } from './image.js'
import type { Launch } from '../instances/emulated-instance.js'
import type { Certificates } from '../proxy/certificate.js'
import { type Front, openFront } from './front.js'
import { labelOf, removeOrphans } from './leftovers.js'
import { Network } from './network.js'
import { RealMachine } from './real.js'
import type { MachineFiles } from './run-options.js'

const reaper = fileURLToPath(new URL('../bin/reaper.js', import.meta.url))

const shutItselfDown = {
  code: 'Client.InstanceInitiatedShutdown',
  message: 'Client.InstanceInitiatedShutdown: Instance initiated shutdown',
}
const hostFailed = { code: 'Server.InternalError', message: 'Server.InternalError: The machine was lost' }

/** What real machines need of their account. */
export interface RealMachinesParts {
  readonly image: MachineImage
  /** The folder of docker-registry. */
  readonly storage: string
  readonly certificates: Certificates
  readonly context: () => Context
  readonly environment: NodeJS.ProcessEnv
}

/** The real machines of one account, with their networks and files; `close` leaves nothing of them. */
export class RealMachines implements Machines {
  readonly #parts: RealMachinesParts
  readonly #folder: string
  readonly #label: string
  readonly #reaper: ChildProcess
  readonly #networks = new Map<string, Promise<Network>>()
  readonly #machines = new Set<RealMachine>()
  #front: Front | undefined

  private constructor(parts: RealMachinesParts, folder: string, label: string) {
    this.#parts = parts
    this.#folder = folder
    this.#label = label
    const options = { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] as const, env: parts.environment }
    this.#reaper = spawn(process.execPath, [reaper, label, folder], { ...options, stdio: [...options.stdio] })
    this.#reaper.unref()
    this.#reaper.channel?.unref()
  }

  /** Makes ready for machines, and takes away what accounts have left that ended before they could. */
  static async open(parts: RealMachinesParts): Promise<RealMachines> {
    await removeOrphans()
    const folder = await mkdtemp(join(tmpdir(), 'gm-sandbox-'))
    const machines = new RealMachines(parts, folder, await labelOf(process.pid))
    await writeFile(machines.#authority, await parts.certificates.authority())
    await mkdir(machines.#files)
    return machines
  }

  /** Where machines find the account itself. @param port on the loopback */
  lead(port: number): void {
    const { certificates, storage, image } = this.#parts
    this.#front = openFront({ certificates, storage, compose: image.compose, accountPort: port })
  }

  /** Makes a machine and switches it on. */
  start(cx: Context, launch: Launch): RealMachine {
    const machine = new RealMachine(cx, launch, {
      image: this.#parts.image.tag,
      label: this.#label,
      network: (of) => this.#network(of),
      off: ({ instanceId }, lost) => noteOff(cx, instanceId, lost ? hostFailed : shutItselfDown),
      files: (of, resolver) => this.#filesOf(of, resolver),
    })
    this.#machines.add(machine)
    return machine
  }

  /** Takes every machine away, and every network and file system. */
  async reset(): Promise<void> {
    await Promise.all([...this.#machines].map((machine) => machine.remove()))
    this.#machines.clear()
    const networks = await Promise.allSettled(this.#networks.values())
    this.#networks.clear()
    for (const network of networks) if (network.status === 'fulfilled') await network.value.close()
    await rm(this.#files, { recursive: true, force: true })
    await mkdir(this.#files)
  }

  /** Ends all of it. */
  async close(): Promise<void> {
    await this.reset()
    await rm(this.#folder, { recursive: true, force: true })
    this.#reaper.disconnect()
  }

  get #files(): string {
    return join(this.#folder, 'efs')
  }

  get #authority(): string {
    return join(this.#folder, 'authority.pem')
  }

  #network(launch: Launch): Promise<Network> {
    const front = this.#front
    if (front === undefined) throw new Error('machines are started before the account answers')
    const parts = { context: this.#parts.context, front, files: this.#files }
    const known = this.#networks.get(launch.vpcId) ?? Network.open(launch, parts)
    this.#networks.set(launch.vpcId, known)
    return known
  }

  async #filesOf(launch: Launch, resolver: string): Promise<MachineFiles> {
    const seed = join(this.#folder, 'seed', launch.instanceId)
    await mkdir(seed, { recursive: true, mode: 0o700 })
    await writeFile(join(seed, 'meta-data'), JSON.stringify({ 'instance-id': launch.instanceId }))
    await writeFile(join(seed, 'user-data'), Buffer.from(launch.userData, 'base64'), { mode: 0o600 })
    const resolv = join(seed, 'resolv.conf')
    await writeFile(resolv, `nameserver ${resolver}\n`)
    return { seed, resolv, authority: this.#authority, files: this.#files }
  }
}
