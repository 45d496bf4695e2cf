// Everything beyond a machine's network, at one address: TLS ends here, under a certificate of the account's authority
// for whatever name was asked, and what is inside goes to whom the name belongs.
import { createReadStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { type IncomingMessage, type Server as HttpServer, type ServerResponse, createServer } from 'node:http'
import { type Socket, connect } from 'node:net'
import { type SecureContext, TLSSocket, createSecureContext } from 'node:tls'
import { modelRegistry } from '../models/model-registry.js'
import type { Certificates } from '../proxy/certificate.js'
import { join } from '../proxy/join.js'
import { type Beyond, whatIs } from './names.js'
import { registryOver } from './registry.js'

/** What there is beyond. */
export interface FrontParts {
  readonly certificates: Pick<Certificates, 'signed'>
  /** Port of the account's own endpoint, on the loopback. */
  readonly accountPort: number
  /** The folder of docker-registry. */
  readonly storage: string
  /** A file with Docker Compose. */
  readonly compose: string
}

/** Takes a connection that a machine made to port 443. */
export type Front = (socket: Socket) => void

/** Makes the front of an account. */
export function openFront(parts: FrontParts): Front {
  const contexts = new Map<string, Promise<SecureContext>>()
  const contextOf = (host: string): Promise<SecureContext> => {
    const known = contexts.get(host) ?? parts.certificates.signed(host).then(createSecureContext)
    contexts.set(host, known)
    return known
  }
  const servers = {
    registry: createServer(registryOver(parts.storage)),
    models: createServer(modelRegistry()),
    downloads: downloadsOf(parts.compose),
  }
  return (socket) => {
    let host = ''
    const secure = new TLSSocket(socket, {
      isServer: true,
      SNICallback: (name, done) => {
        host = name
        if (whatIs(name) === undefined) return done(new Error(`${name} is not beyond`))
        contextOf(name).then((context) => done(null, context), done)
      },
    })
    secure.on('error', () => secure.destroy())
    secure.once('secure', () => lead(secure, whatIs(host), parts, servers))
    socket.resume()
  }
}

type Served = Readonly<Record<Exclude<Beyond, 'aws'>, HttpServer>>

function lead(secure: TLSSocket, what: Beyond | undefined, { accountPort }: FrontParts, servers: Served): void {
  if (what === undefined) return void secure.destroy()
  if (what !== 'aws') return void servers[what].emit('connection', secure)
  const account = connect(accountPort, '127.0.0.1')
  join(secure, account)
}

/** Releases of Docker Compose: whichever version is asked for is the one that there is. */
function downloadsOf(compose: string): HttpServer {
  return createServer((request, response) => {
    download(compose, request, response).catch(() => response.destroy())
  })
}

async function download(compose: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = /^\/docker\/compose\/releases\/download\/v[\d.]+\/(docker-compose-linux-x86_64)(\.sha256)?$/.exec(
    request.url ?? '',
  )
  if (!asked) return void response.writeHead(404).end('Not Found')
  if (asked[2] !== undefined) {
    const sum = createHash('sha256')
      .update(await readFile(compose))
      .digest('hex')
    return void response.writeHead(200).end(`${sum} *${asked[1]}\n`)
  }
  response.writeHead(200, { 'content-length': (await stat(compose)).size })
  createReadStream(compose).pipe(response)
}
