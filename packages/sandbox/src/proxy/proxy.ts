// The one endpoint of an account: AWS calls, the sandbox's own administration, and the web beyond, all on one loopback
// port.
import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Context } from '../account/context.js'
import type { Answer } from '../answer/answer.js'
import { mostHeaderBytes } from '../forward/limits.js'
import { type CallRecords, type Outcome, answerCall } from '../operations/answer-call.js'
import type { Wire } from '../request/call.js'
import { decode } from '../request/decode.js'
import type { Certificate } from './certificate.js'
import { acceptStreams } from '../ssm/stream.js'
import { acceptTunnels } from './tunnel.js'
import { serveWeb } from './web.js'

/** Answers a request for the sandbox itself, below `/_sandbox/`. */
export type Admin = (method: string, path: string, body: string) => Promise<Answer>

/** What the proxy leads to. The context is asked for each time, since a reset replaces its state. */
export interface ProxyTarget {
  readonly context: () => Context
  readonly books: CallRecords
  readonly admin: Admin
  /** Makes a certificate for a host of the web. */
  readonly certificate: (host: string) => Promise<Certificate>
}

const mostBytes = 16 * 1024 * 1024

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw new Error('The request is larger than 16 MiB.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function wireOf(request: IncomingMessage, body: Buffer): Wire {
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    body,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
  }
}

function send(response: ServerResponse, outcome: Outcome): void {
  if (outcome === 'hang') return
  if (outcome === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  response.writeHead(outcome.status, { 'x-amzn-requestid': randomUUID(), ...outcome.headers }).end(outcome.body)
}

async function handle(request: IncomingMessage, response: ServerResponse, behind: ProxyTarget): Promise<void> {
  const body = await readBody(request)
  const wire = wireOf(request, body)
  if (wire.path.startsWith('/_sandbox/'))
    return send(response, await behind.admin(wire.method, wire.path, body.toString()))
  send(response, await answerCall(decode(wire), behind.context(), behind.books))
}

/** A running proxy. */
export interface Proxy {
  readonly endpoint: string
  close(): Promise<void>
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** Listens on a free port of the loopback. @param port 0 for any */
export async function openProxy(behind: ProxyTarget, port = 0): Promise<Proxy> {
  const server = createServer({ maxHeaderSize: mostHeaderBytes }, (request, response) => {
    const web = /^https?:\/\//.test(request.url ?? '')
    const done = web ? serveWeb(request, response, behind) : handle(request, response, behind)
    done.catch((error: unknown) => {
      if (!response.headersSent) send(response, { status: 500, headers: {}, body: String(error) })
    })
  })
  server.keepAliveTimeout = 60_000
  const ends = [acceptTunnels(server, behind), acceptStreams(server, behind.context)]
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: bound } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${bound}`,
    close: () => {
      ends.forEach((end) => end())
      return close(server)
    },
  }
}
