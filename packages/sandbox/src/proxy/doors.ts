// A public address or name, as an address of the loopback: whatever connects to it, a browser with its websockets too,
// is led to what has the address at that moment: a real machine, or a load balancer or distribution before one.
import { type Server, type Socket, createServer } from 'node:net'
import { join } from './join.js'
import { type Fronts, serveFront } from './front.js'
import { connectInstance, isFront } from './web.js'

/** Ports that a door has. */
const ports = [80, 443] as const
const mostDoors = 250

/** The doors of an account. */
export class Doors {
  readonly #fronts: Fronts
  readonly #open = new Map<string, Promise<string>>()
  readonly #servers = new Set<Server>()
  readonly #sockets = new Set<Socket>()

  constructor(fronts: Fronts) {
    this.#fronts = fronts
  }

  /**
   * @param host a public address, or the name of a stack's URL
   * @returns the address of the loopback that leads to it on ports 80 and 443
   * @throws Error where no port below 1024 can be had
   */
  of(host: string): Promise<string> {
    const known = this.#open.get(host) ?? this.#make(host)
    this.#open.set(host, known)
    return known
  }

  close(): void {
    for (const server of this.#servers) server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  /** The first address that nobody else has a door at. */
  async #make(host: string): Promise<string> {
    for (let number = 1; ; number++) {
      const address = `127.0.113.${number}`
      try {
        for (const port of ports)
          this.#servers.add(await listen(address, port, (socket) => this.#lead(socket, host, port)))
        return address
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || number === mostDoors) throw error
      }
    }
  }

  #lead(socket: Socket, host: string, port: number): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => socket.destroy())
    this.#answer(socket, host, port).catch(() => socket.resetAndDestroy())
  }

  async #answer(socket: Socket, host: string, port: number): Promise<void> {
    const cx = this.#fronts.context()
    if (await isFront(cx, host)) return serveFront(socket, host, port, port === 443, this.#fronts)
    const machine = await connectInstance(cx, host, port)
    if (machine) join(socket, machine)
    else socket.resetAndDestroy()
  }
}

function listen(address: string, port: number, lead: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ pauseOnConnect: true }, lead)
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, address, () => resolve(server))
  })
}
