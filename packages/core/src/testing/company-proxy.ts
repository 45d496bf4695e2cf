// A company's proxy on the loopback: it ends the TLS of whatever goes through it, with certificates of an authority of
// its own, and answers as AWS would. The certificates are for tests alone and hold for a hundred years.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'

/** The authority's own certificate: what a company gives to its people. */
export const authority = `-----BEGIN CERTIFICATE-----
MIIBXjCCAQWgAwIBAgIUHRkydbyI4+f98mY7Gi8Rc1WQcKgwCgYIKoZIzj0EAwIw
JDEiMCAGA1UEAwwZRXhhbXBsZSBDb21wYW55IEF1dGhvcml0eTAgFw0yMDAxMDEw
MDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowJDEiMCAGA1UEAwwZRXhhbXBsZSBDb21w
YW55IEF1dGhvcml0eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDfoNCOrKL0k
Ypxb4SLfvhn61xSwTmAgOCd9Z99mHMzc+oDU4U50bSAArirMwYclty8M69gCSP6P
2i3V6v1GNoujEzARMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIg
F33E595a4DZILjy9Uma3IyeTcax0a3cFwbyoXjae5csCIBUeST4GI0hFyogFKtzt
VZwdW0Pv2wrrxO3pozLYfquM
-----END CERTIFICATE-----
`

/** Of `*.eu-west-1.amazonaws.com`, `portal.sso.eu-west-1.amazonaws.com`, `n8n.example.com` and the loopback. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBsjCCAVigAwIBAgIUcAagMONEmJt9I56PJuZqPEWZRL4wCgYIKoZIzj0EAwIw
JDEiMCAGA1UEAwwZRXhhbXBsZSBDb21wYW55IEF1dGhvcml0eTAgFw0yMDAxMDEw
MDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowHDEaMBgGA1UEAwwRcHJveHkuZXhhbXBs
ZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARZybsUi1OrOeqo93otNusL
lVG2Y8gmFQHvsoZLIzy2fPrjyc85D97Uwrep44csoZtDT/vVHp7y2o0AJp5F9biY
o24wbDBqBgNVHREEYzBhghkqLmV1LXdlc3QtMS5hbWF6b25hd3MuY29tgiJwb3J0
YWwuc3NvLmV1LXdlc3QtMS5hbWF6b25hd3MuY29tgg9uOG4uZXhhbXBsZS5jb22C
CWxvY2FsaG9zdIcEfwAAATAKBggqhkjOPQQDAgNIADBFAiABtYDtEeMD3FOY+Aeb
rcT7RPwoFW4YonNiXEpUr7mC6QIhAPm1rRW7Pf+fVotAZWdDaHfwvyc8YYgRoBnM
loiIwc/D
-----END CERTIFICATE-----
`
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgO2KfjoJfddgmKZ47
mrS5qbO9B4J6E0hVgJCG8E/BSAGhRANCAARZybsUi1OrOeqo93otNusLlVG2Y8gm
FQHvsoZLIzy2fPrjyc85D97Uwrep44csoZtDT/vVHp7y2o0AJp5F9biY
-----END PRIVATE KEY-----
`

/** A proxy that is open. */
export interface CompanyProxy {
  readonly origin: string
  /** Hosts and ports of the tunnels, in the order in which they were asked for. */
  readonly tunnels: readonly string[]
  close(): void
}

/**
 * @param answer what is said to a request inside of a tunnel; its body was read
 * @returns the proxy, on a free port
 */
export async function openCompanyProxy(
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => void,
): Promise<CompanyProxy> {
  const tunnels: string[] = []
  const inside = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => answer(request, body, response))
  })
  const proxy = createServer()
  proxy.on('connect', ({ url = '' }, socket) => {
    tunnels.push(url)
    socket.on('error', () => socket.destroy())
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    const secureContext = createSecureContext({ key, cert: certificate })
    const secure = new TLSSocket(socket as ConstructorParameters<typeof TLSSocket>[0], {
      isServer: true,
      secureContext,
    })
    secure.on('error', () => secure.destroy())
    inside.emit('connection', secure)
  })
  await listen(proxy)
  return {
    origin: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    tunnels,
    close: () => {
      inside.closeAllConnections()
      proxy.closeAllConnections()
      proxy.close()
    },
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}
