// A real machine: a container in which cloud-init runs the very user data. Its power is the container's, its console
// the container's terminal, and a command over SSM is run in it.
import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Context } from '../account/context.js'
import { docker, dockerStream, tryDocker } from '../docker/docker.js'
import { registerAgent } from '../instances/agent.js'
import { readBundle, scriptOf } from '../instances/bundle.js'
import type {
  CommandLimits,
  CommandResult,
  EmulatedInstance,
  Launch,
  PortAnswer,
  PortRequest,
} from '../instances/emulated-instance.js'
import { planTable } from '../instances/plan.js'
import type { Notices } from './metadata.js'
import type { Network } from './network.js'
import { type MachineFiles, runOptions } from './run-options.js'

/** What a machine needs of its account. */
export interface MachineParts {
  readonly image: string
  /** `name=value`: what belongs to this account carries it. */
  readonly label: string
  /** The network of its VPC. */
  network(launch: Launch): Promise<Network>
  /** Told when it switched itself off. @param lost whether it was killed */
  off(launch: Launch, lost: boolean): void
  /** Writes what is mounted into the machine. */
  files(launch: Launch, resolver: string): Promise<MachineFiles>
}

/** systemd's exit code in a container that was told to reboot; any other is an end. */
const rebooting = 129
const killed = 137
/** How long services have to end, in seconds: as long as EC2 waits before it pulls the plug, and a bit. */
const stopSeconds = 300
const answerMs = 60_000
const runsOutOfTime = 124
const scripts = '/var/lib/amazon/ssm/commands'

/** An instance that is a container: cloud-init runs its user data, SSM commands run in it, its power is its own. */
export class RealMachine implements EmulatedInstance {
  readonly zone: string
  readonly vpcId: string
  readonly groupIds: readonly string[]
  readonly host: string
  readonly booting = false
  registered = false
  readonly notices: Notices = {}
  readonly #cx: Context
  readonly #launch: Launch
  readonly #parts: MachineParts
  readonly #off = new AbortController()
  /** Everything that is done with its power, one after another. */
  #power: Promise<void>
  #network: Network | undefined
  #isStopped = false
  #said = ''

  constructor(cx: Context, launch: Launch, parts: MachineParts) {
    this.zone = launch.zone
    this.vpcId = launch.vpcId
    this.groupIds = launch.groupIds
    this.host = hostIn(launch.userData)
    this.#cx = cx
    this.#launch = launch
    this.#parts = parts
    this.#power = this.#switchOn().catch((error: unknown) => this.#complain(error))
    const registers = registerAgent(cx, launch, AbortSignal.any([cx.state.signal, this.#off.signal]))
    registers.then(() => (this.registered = true)).catch((error: unknown) => this.#complain(error))
  }

  async console(): Promise<string> {
    if (this.#off.signal.aborted) return this.#said
    const { stdout } = await tryDocker(['logs', this.#name])
    return stdout.replaceAll('\r\n', '\n') + this.#said
  }

  /** As the agent does: the script is a file, and its first line says what runs it. */
  async run(script: string, { seconds, signal }: CommandLimits): Promise<CommandResult | undefined> {
    await this.#power
    const file = `${scripts}/${randomUUID()}/_script.sh`
    const start = 'mkdir -p "${0%/*}" && cat >"$0" && chmod 700 "$0" && exec timeout --signal=KILL "$1" "$0"'
    const words = ['exec', '--interactive', this.#name, 'sh', '-c', start, file, String(seconds)]
    const began = Date.now()
    // `timeout` leads a process group, in which is all that the script has started.
    const end = 'for leader in $(pgrep -f "^timeout --signal=KILL [0-9]+ $0"); do kill -KILL "-$leader"; done'
    const kill = (): void => void tryDocker(['exec', this.#name, 'sh', '-c', end, file]).catch(() => undefined)
    signal.addEventListener('abort', kill, { once: true })
    try {
      const result = await tryDocker(words, { input: script, timeoutMs: seconds * 1000 + answerMs })
      signal.throwIfAborted()
      const isOver = Date.now() - began >= seconds * 1000
      return isOver && [runsOutOfTime, 128 + 9].includes(result.exitCode) ? undefined : result
    } finally {
      signal.removeEventListener('abort', kill)
    }
  }

  async connect(port: number): Promise<Socket | undefined> {
    await this.#power
    return this.#network?.router.connect(this.#launch.privateAddress, port).catch(() => undefined)
  }

  async connectInside(port: number): Promise<Duplex | undefined> {
    await this.#power
    return dockerStream(['exec', '--interactive', this.#name, 'socat', 'STDIO', `TCP4:127.0.0.1:${port}`])
  }

  async ask(port: number, { path, headers }: PortRequest): Promise<PortAnswer | undefined> {
    const socket = await this.connect(port)
    if (socket === undefined) return undefined
    return new Promise((resolve) => {
      const asked = request({ path, headers, createConnection: () => socket, timeout: answerMs }, (answer) => {
        let body = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: headersOf(answer.headers), body }))
      })
      asked.on('error', () => resolve(undefined)).end()
    })
  }

  interrupt(at: number): void {
    const time = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
    this.notices.action = { action: 'terminate', time }
  }

  async stop(): Promise<void> {
    this.registered = false
    this.#isStopped = true
    await this.#power
    await docker(['stop', '--time', String(stopSeconds), this.#name], { timeoutMs: 0 })
  }

  async start(): Promise<void> {
    this.#isStopped = false
    this.#power = this.#startAgain()
    await this.#power
    this.registered = true
  }

  /** Its own software shuts it down, in order; that it was to reboot shows in how its container ends. */
  async reboot(): Promise<void> {
    await this.#power
    await tryDocker(['exec', this.#name, 'systemctl', 'reboot'])
  }

  /** As EC2: it is told to shut down, and goes. */
  async end(): Promise<void> {
    this.registered = false
    this.#off.abort(new Error('the machine was switched off'))
    await this.#power
    await tryDocker(['stop', '--time', String(stopSeconds), this.#name], { timeoutMs: 0 })
    this.#said = (await tryDocker(['logs', this.#name])).stdout
    await this.remove()
  }

  /** Takes it away at once. */
  async remove(): Promise<void> {
    this.registered = false
    this.#off.abort(new Error('the machine was switched off'))
    await this.#power
    await tryDocker(['rm', '--force', '--volumes', this.#name])
    await this.#network?.router.detach(this.#link)
    this.#network?.remove(this.#launch)
  }

  get #name(): string {
    return this.#launch.instanceId
  }

  /** Names of interfaces have at most 15 characters. */
  get #link(): string {
    return `m${this.#launch.instanceId.slice(-12)}`
  }

  async #switchOn(): Promise<void> {
    this.#network = await this.#parts.network(this.#launch)
    this.#network.add({ launch: this.#launch, notices: this.notices })
    const files = await this.#parts.files(this.#launch, this.#network.resolver)
    await docker(['run', ...runOptions(this.#launch, files, this.#parts.label), this.#parts.image])
    await this.#attach()
  }

  async #attach(): Promise<void> {
    const pid = Number(await docker(['inspect', '--format', '{{.State.Pid}}', this.#name]))
    const { privateAddress: address, metadata } = this.#launch
    const network = await this.#parts.network(this.#launch)
    const prefix = await network.prefixOf(this.#launch)
    await network.router.attach(pid, { name: this.#link, address, prefix, hopLimit: metadata.hopLimit })
    this.#await().catch((error: unknown) => this.#complain(error))
  }

  /** One that reboots is started again; one that has ended otherwise without being told is off. */
  async #await(): Promise<void> {
    const code = Number(await docker(['wait', this.#name], { timeoutMs: 0, signal: this.#off.signal }))
    if (this.#off.signal.aborted || this.#isStopped) return
    if (code === rebooting) return this.#startAgain()
    this.registered = false
    this.#parts.off(this.#launch, code === killed)
  }

  async #startAgain(): Promise<void> {
    await docker(['start', this.#name])
    await this.#attach()
  }

  #complain(error: unknown): void {
    if (this.#off.signal.aborted || this.#cx.state.signal.aborted) return
    const words = error instanceof Error ? error.message : String(error)
    this.#said += `sandbox: ${words}\n`
    this.#cx.state.internalErrors.push(`${this.#name}: ${words}`)
  }
}

function headersOf(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name === 'transfer-encoding' ? [] : [[name, String(value)]],
    ),
  )
}

/** The host of the stack's URL, where the user data is one of gm's. */
function hostIn(userData: string): string {
  const script = scriptOf(userData)
  const bundle = script === undefined ? undefined : readBundle(script)
  if (bundle === undefined || 'reason' in bundle) return ''
  try {
    return new URL(planTable(bundle, 'stack').url).hostname
  } catch {
    return ''
  }
}
