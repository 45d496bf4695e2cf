// A port of a simulated instance through which the files of a backup go, as `gmctl transfer` opens one.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AnswerOf, ParsedArgsOf } from '@geuse/instance-contract'

/** A port that is open. */
export class FilePort {
  readonly #server: Server
  readonly #token = randomBytes(32).toString('hex')
  readonly #files: Map<string, Buffer>
  readonly #direction: ParsedArgsOf<'transfer'>['direction']

  private constructor(files: Map<string, Buffer>, direction: ParsedArgsOf<'transfer'>['direction']) {
    this.#files = files
    this.#direction = direction
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy())
    })
  }

  /**
   * @param files read, or written to
   * @param signal closes it
   */
  static async open(
    files: Map<string, Buffer>,
    direction: ParsedArgsOf<'transfer'>['direction'],
    signal: AbortSignal,
  ): Promise<FilePort> {
    const port = new FilePort(files, direction)
    port.#server.listen(0, '127.0.0.1')
    await once(port.#server, 'listening')
    signal.addEventListener('abort', () => port.close(), { once: true })
    return port
  }

  /** Its number, and what opens it. */
  get told(): AnswerOf<'transfer'> {
    return { port: (this.#server.address() as AddressInfo).port, token: this.#token }
  }

  /** Whether it takes connections at a port. */
  isAt(port: number): boolean {
    return this.#server.listening && this.told.port === port
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers, url = '' } = request
    if (headers.authorization !== `Bearer ${this.#token}`) return void response.writeHead(401).end()
    if (method === 'DELETE') response.once('close', () => this.close())
    const { status, body = 0 } = await this.#done(method, url.slice(1), request)
    const size = typeof body === 'number' ? body : body.length
    response.writeHead(status, { 'content-length': size }).end(typeof body === 'number' ? undefined : body)
  }

  async #done(method: string, name: string, request: IncomingMessage): Promise<Done> {
    if (method === 'DELETE') return { status: 204 }
    if (this.#direction === 'send') return method === 'GET' ? this.#sent(name, request) : { status: 404 }
    if (method === 'HEAD') return { status: 200, body: this.#files.get(name)?.length ?? 0 }
    return method === 'PUT' ? this.#received(name, request) : { status: 404 }
  }

  #sent(name: string, { headers }: IncomingMessage): Done {
    const there = this.#files.get(name)
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? 'bytes=0-')?.[1])
    return there === undefined || from > there.length ? { status: 404 } : { status: 206, body: there.subarray(from) }
  }

  async #received(name: string, request: IncomingMessage): Promise<Done> {
    const there = this.#files.get(name) ?? Buffer.alloc(0)
    const from = Number(/^bytes (\d+)-/.exec(request.headers['content-range'] ?? '')?.[1] ?? there.length + 1)
    if (from > there.length) return { status: 409 }
    const taken = [there.subarray(0, from)]
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) taken.push(chunk)
    } finally {
      this.#files.set(name, Buffer.concat(taken))
    }
    return { status: 204 }
  }
}

interface Done {
  readonly status: number
  /** What is sent, or how long it would be. */
  readonly body?: Buffer | number
}
