// CONNECT: the proxy ends the TLS itself, with a certificate made for the host, and answers as the instance would.
import { type Server, type ServerResponse, createServer } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket, createSecureContext } from 'node:tls'
import type { Certificate } from './certificate.js'
import { join } from './join.js'
import { type Web, answerWeb, askHost, connectInstance } from './web.js'

/** What a tunnel needs. */
export interface Tunnels extends Web {
  readonly certificate: (host: string) => Promise<Certificate>
}

const refused = 'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'

function target(authority: string): { host: string; port: number } {
  const url = new URL(`https://${authority}`)
  return { host: url.hostname, port: Number(url.port) || 443 }
}

function refuse(socket: Duplex, authority: string, { books }: Web): void {
  const entry = books.journal.begin({
    service: 'web',
    operation: 'CONNECT',
    region: '',
    account: '',
    params: { url: authority },
    mutating: false,
  })
  books.journal.end(entry, 502, 'ConnectionRefused')
  socket.end(refused)
}

/** A real machine ends the TLS itself: bytes go through as they are. */
function joined(socket: Duplex, machine: Socket, authority: string, { books }: Web): void {
  const entry = books.journal.begin({
    service: 'web',
    operation: 'CONNECT',
    region: '',
    account: '',
    params: { url: authority },
    mutating: false,
  })
  books.journal.end(entry, 200, undefined)
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
  join(socket, machine)
}

/** An HTTP server for what comes through one tunnel. */
function inside(authority: string, tunnels: Tunnels): Server {
  return createServer((request, response: ServerResponse) => {
    request.resume()
    answerWeb(new URL(request.url ?? '/', `https://${authority}`), request.method ?? 'GET', response, tunnels).catch(
      () => response.destroy(),
    )
  })
}

async function open(authority: string, socket: Duplex, tunnels: Tunnels): Promise<void> {
  const { host, port } = target(authority)
  const machine = await connectInstance(tunnels.context(), host, port)
  if (machine) return joined(socket, machine, authority, tunnels)
  if (!(await askHost(tunnels.context(), host, port, '/'))) return refuse(socket, authority, tunnels)
  const { key, cert } = await tunnels.certificate(host)
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
  const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ key, cert }) })
  secure.on('error', () => secure.destroy())
  inside(authority, tunnels).emit('connection', secure)
}

/** Answers CONNECT on a server; the returned function ends what is open. */
export function acceptTunnels(server: Server, tunnels: Tunnels): () => void {
  const sockets = new Set<Duplex>()
  server.on('connect', (request, socket: Duplex) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    open(request.url ?? '', socket, tunnels).catch(() => socket.destroy())
  })
  return () => {
    for (const socket of sockets) socket.destroy()
  }
}
