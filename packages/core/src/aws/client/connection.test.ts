// How the proxy of the environment is used, and when it is not: proxies and servers on the loopback.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { httpProbe } from '../instance/http-probe.js'

async function serve(answer: (url: string) => number): Promise<{ server: Server; origin: string; seen: string[] }> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url!)
    response.writeHead(answer(request.url!)).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

describe('visit', () => {
  it('asks a public address through the proxy of the environment', async () => {
    const proxy = await serve(() => 204)
    const seen = await httpProbe('http://203.0.113.7/', { proxyEnv: { HTTP_PROXY: proxy.origin } }, 1000)
    proxy.server.close()
    expect(seen).to.deep.equal({ kind: 'answered', status: 204, trusted: true })
    expect(proxy.seen).to.deep.equal(['http://203.0.113.7/'])
  })

  it('never asks loopback through a proxy', async () => {
    const [proxy, own] = await Promise.all([serve(() => 500), serve(() => 200)])
    const seen = await httpProbe(`${own.origin}/`, { proxyEnv: { http_proxy: proxy.origin } }, 1000)
    proxy.server.close()
    own.server.close()
    expect(seen).to.include({ kind: 'answered', status: 200 })
    expect(proxy.seen).to.deep.equal([])
  })

  it('says that there is no connection', async () => {
    const closed = await serve(() => 200)
    await new Promise((resolve) => closed.server.close(resolve))
    expect(await httpProbe(closed.origin, {}, 1000)).to.include({ kind: 'no-connection' })
  })
})
