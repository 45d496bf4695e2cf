// CONNECT: what a real machine is sent goes through as it is; for everybody else the proxy answers itself, and ends the
// TLS.
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { join } from './join.js'
import { type Fronts, serveFront } from './front.js'
import { type Web, connectInstance, isAnswered } from './web.js'

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

async function open(authority: string, socket: Duplex, tunnels: Fronts): Promise<void> {
  const { host, port } = target(authority)
  const machine = await connectInstance(tunnels.context(), host, port)
  if (machine) return joined(socket, machine, authority, tunnels)
  if (!(await isAnswered(tunnels.context(), host, port))) return refuse(socket, authority, tunnels)
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
  await serveFront(socket, host, port, port !== 80, tunnels)
}

/** Answers CONNECT on a server; the returned function ends what is open. */
export function acceptTunnels(server: Server, tunnels: Fronts): () => void {
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
