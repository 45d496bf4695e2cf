// A connection to something that answers HTTP by itself: a simulated instance, a load balancer, a distribution. TLS
// ends here, with a certificate made for the host.
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { TLSSocket, createSecureContext } from 'node:tls'
import { mostHeaderBytes } from '../forward/limits.js'
import type { Certificate } from './certificate.js'
import { type Web, answerWeb, upgradeWeb } from './web.js'

/** What connections to hosts of the web need. */
export interface Fronts extends Web {
  readonly certificate: (host: string) => Promise<Certificate>
}

/** @param encrypted whether whoever connects begins with TLS. @param port that it connects to */
export async function serveFront(
  socket: Duplex,
  host: string,
  port: number,
  encrypted: boolean,
  fronts: Fronts,
): Promise<void> {
  const base = `${encrypted ? 'https' : 'http'}://${host}:${port}`
  const of = (request: IncomingMessage): URL => new URL(request.url ?? '/', base)
  const server = createServer({ maxHeaderSize: mostHeaderBytes }, (request, response: ServerResponse) => {
    answerWeb(of(request), request, response, fronts).catch(() => response.destroy())
  })
  server.on('upgrade', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    upgradeWeb(of(request), request, client, head, fronts).catch(() => client.destroy())
  })
  server.emit('connection', encrypted ? await ended(socket, host, fronts) : socket)
}

async function ended(socket: Duplex, host: string, { certificate }: Fronts): Promise<TLSSocket> {
  const { key, cert } = await certificate(host)
  const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ key, cert }) })
  return secure.on('error', () => secure.destroy())
}
