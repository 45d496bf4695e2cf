// One VPC of real machines: its router, and what machines find at fixed addresses in it, the metadata service, the
// name server and everything beyond.
import { type Server as HttpServer, type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { Server, Socket } from 'node:net'
import type { Context } from '../account/context.js'
import { items, leaf } from '../answer/xml.js'
import { noWayOut } from '../instances/surroundings.js'
import type { Launch } from '../instances/emulated-instance.js'
import { mountOf } from './file-shares.js'
import type { Front } from './front.js'
import { type Asker, Metadata } from './metadata.js'
import { outsideAddress } from './router-messages.js'
import { Router, metadataAddress } from './router.js'

/** How long a packet that goes nowhere is waited for, as a firewall that drops it would let one wait. */
const silenceMs = 130_000

/** What a network needs of its account. */
export interface NetworkParts {
  readonly context: () => Context
  readonly front: Front
  /** The folder of all file systems. */
  readonly files: string
}

/** One VPC of real machines, opened with the first launch into it: router, metadata service and name server. */
export class Network {
  readonly router: Router
  /** Address of its name server. */
  readonly resolver: string
  readonly #parts: NetworkParts
  readonly #machines = new Map<string, Asker>()
  readonly #metadata = new Metadata()
  readonly #servers: (Server | HttpServer)[] = []

  private constructor(router: Router, resolver: string, parts: NetworkParts) {
    this.router = router
    this.resolver = resolver
    this.#parts = parts
  }

  /** Opens the network that a launch goes to. */
  static async open(launch: Launch, parts: NetworkParts): Promise<Network> {
    const found = await parts.context().moto.ask(launch, 'ec2', 'DescribeVpcs', { VpcId: [launch.vpcId] })
    const block = leaf(items(found, 'vpcSet')[0] ?? {}, 'cidrBlock')
    const resolver = block.replace(/\d+\/\d+$/, (rest) => String(Number.parseInt(rest, 10) + 2))
    const network = new Network(await Router.open(resolver), resolver, parts)
    await network.#serve()
    return network
  }

  /** Length of the prefix of a machine's subnet. */
  async prefixOf(launch: Launch): Promise<number> {
    const found = await this.#parts
      .context()
      .moto.ask(launch, 'ec2', 'DescribeSubnets', { SubnetId: [launch.subnetId] })
    return Number(leaf(items(found, 'subnetSet')[0] ?? {}, 'cidrBlock').split('/')[1])
  }

  /** Makes a machine known by its address. */
  add(asker: Asker): void {
    this.#machines.set(asker.launch.privateAddress, asker)
  }

  /** Forgets it. */
  remove({ privateAddress }: Launch): void {
    this.#machines.delete(privateAddress)
  }

  /** Ends it, with every connection in it. */
  async close(): Promise<void> {
    for (const server of this.#servers) server.close()
    await this.router.close()
  }

  async #serve(): Promise<void> {
    const metadata = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy())
    })
    const door = await this.router.listen(metadataAddress, 80)
    door.on('connection', (socket: Socket) => metadata.emit('connection', socket))
    const beyond = await this.router.listen(outsideAddress, 443)
    beyond.on('connection', (socket: Socket) => {
      this.#leadOut(socket).catch(() => socket.destroy())
    })
    await this.router.tellNames(this.resolver)
    this.#servers.push(door, beyond)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asker = this.#machines.get(request.socket.remoteAddress ?? '')
    const cx = this.#parts.context()
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://metadata')
    if (pathname !== '/_sandbox/mount' || !asker) return this.#metadata.answer(request, response, cx, asker)
    const asked = { source: searchParams.get('source') ?? '', options: searchParams.get('options') ?? '' }
    const mount = await mountOf(cx, asker.launch, this.#parts.files, asked)
    if ('folder' in mount) response.writeHead(200).end(mount.folder)
    else response.writeHead(403).end(mount.refusal)
  }

  /** A machine without a way out hears nothing at all. */
  async #leadOut(socket: Socket): Promise<void> {
    socket.on('error', () => socket.destroy())
    socket.pause()
    const asker = this.#machines.get(socket.remoteAddress ?? '')
    const obstacle = asker === undefined ? 'nobody' : await noWayOut(this.#parts.context(), asker.launch)
    if (obstacle === undefined) return this.#parts.front(socket)
    setTimeout(() => socket.destroy(), silenceMs).unref()
  }
}
