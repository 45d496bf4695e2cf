// What goes through a session for a port: whoever opened it connects to where its stream is, and is led to the port on
// the instance. AWS's own plugin speaks a protocol of messages over a WebSocket, which is not played: bytes go as they
// are, a connection each.
import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Context } from '../account/context.js'
import { writeAnswer } from '../forward/carry.js'
import { join } from '../proxy/join.js'

const streamPath = /^\/v1\/data-channel\/([^/?]+)\?role=publish_subscribe$/
const protocol = 'gm-sandbox-port'

/** @param context asked for each time, since a reset replaces it. @returns ends what is open */
export function acceptStreams(server: Server, context: () => Context): () => void {
  const open = new Set<Duplex>()
  server.on('upgrade', (request: IncomingMessage, client: Duplex) => {
    open.add(client)
    client.on('close', () => open.delete(client)).on('error', () => client.destroy())
    lead(request, client, context()).catch(() => client.destroy())
  })
  return () => open.forEach((client) => client.destroy())
}

async function lead(request: IncomingMessage, client: Duplex, { state }: Context): Promise<void> {
  const session = state.sessions.get(streamPath.exec(request.url ?? '')?.[1] ?? '')
  const isHis = session !== undefined && request.headers['authorization'] === session.token
  if (!isHis || session.ended || session.port === undefined) return refuse(client, 403)
  const inside = await state.instances.get(session.instanceId)?.instance.connectInside(session.port)
  if (inside === undefined) return refuse(client, 502)
  client.write(`HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${protocol}\r\n\r\n`)
  void once(session.closed, 'abort').then(() => client.destroy())
  join(client, inside)
}

function refuse(client: Duplex, status: number): void {
  writeAnswer({ status, headers: {}, body: '' }, client)
}
