// What browsers, webhooks and models need of a distribution and a load balancer, sent through both to a program that
// stands for the instance's web: WebSockets that stay up, answers that take long or come word by word, bodies, and the
// headers by which the other end knows who asks. On the scaled clock.
import { expect } from 'chai'
import { once } from 'node:events'
import {
  createServer,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
  type Server,
} from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { maxSpeed } from '@geuse/sandbox'
import { small, TestAccount } from './support/test-account.js'

/** Seconds of AWS in one of the wall clock. */
const speed = 100

describe('through distribution and load balancer', function () {
  this.timeout(120_000)
  let world: TestAccount
  let server: Server
  let host: string
  let door: string
  /** Headers of what arrived last. */
  let arrived: IncomingHttpHeaders = {}
  before(async () => {
    world = await TestAccount.open()
    await world.done(['deploy', 'my-stack', '--tier', 'cdn', ...small])
    host = new URL((await world.document('my-stack'))['n8n_url'] as string).host
    door = await world.account.door(host)
    server = createServer(
      { maxHeaderSize: 64 * 1024 },
      (asked, answer) => void answerAs(asked).then((text) => answer.end(text)),
    )
    server.on('request', (asked, answer) => {
      arrived = asked.headers
      if (asked.url === '/stream') answer.write('word ')
    })
    server.on('upgrade', (asked: IncomingMessage, socket: Duplex) => {
      arrived = asked.headers
      socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n')
      socket.pipe(socket)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    world.account.settings({ stand: (server.address() as AddressInfo).port, patienceMs: 0, speed })
  })
  after(async () => {
    server.closeAllConnections()
    server.close()
    await world.close()
  })

  /** Seconds of AWS. */
  function pass(seconds: number): Promise<void> {
    return sleep((seconds * 1000) / speed)
  }

  async function answerAs(asked: IncomingMessage): Promise<string> {
    const { url = '', method } = asked
    let bytes = 0
    for await (const chunk of asked) bytes += (chunk as Buffer).length
    const [, seconds] = /^\/after\/(\d+)$/.exec(url) ?? []
    if (seconds !== undefined) await pass(Number(seconds))
    if (url === '/stream') await pass(60)
    return `${method} ${url} ${bytes}`
  }

  function ask(path: string, more: RequestOptions = {}): ClientRequest {
    const options = { host: door, path, rejectUnauthorized: false, servername: host, agent: false, ...more }
    return request({ ...options, headers: { host, ...more.headers } })
  }

  async function told(asked: ClientRequest, body?: string): Promise<{ status: number; text: string }> {
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    let text = ''
    for await (const chunk of answer.setEncoding('utf8')) text += chunk as string
    return { status: answer.statusCode ?? 0, text }
  }

  async function webSocket(): Promise<Duplex> {
    const headers = { connection: 'Upgrade', upgrade: 'websocket', origin: `https://${host}` }
    const asked = ask('/rest/push', { headers })
    asked.end()
    const [, socket] = (await once(asked, 'upgrade')) as [IncomingMessage, Duplex]
    return socket.setEncoding('utf8')
  }

  async function echo(socket: Duplex, word: string): Promise<string> {
    socket.write(word)
    return String(((await once(socket, 'data')) as [string])[0])
  }

  it('whoever asks, and for which host, is told to the instance', async () => {
    expect(await told(ask('/'))).to.deep.equal({ status: 200, text: 'GET / 0' })
    expect(arrived).to.include({ host, 'x-forwarded-proto': 'http', 'x-forwarded-port': '80' })
    expect(arrived['x-forwarded-for']).to.match(/^127\.0\.\d+\.\d+, 198\.51\.100\.254$/)
    expect(arrived['via']).to.contain('CloudFront')
    expect(arrived['x-geusemaker-origin']).to.have.length(40)
    expect(arrived).to.include.keys('x-amz-cf-id', 'x-amzn-trace-id')
  })

  it('what is sent arrives whole', async () => {
    expect(await told(ask('/webhook', { method: 'POST' }), 'x'.repeat(300_000))).to.include({
      text: 'POST /webhook 300000',
    })
  })

  const header = (bytes: number) => ({ headers: { 'x-large': 'x'.repeat(bytes) } })
  const sizes: readonly (readonly [what: string, status: number, path: string, more?: RequestOptions])[] = [
    ['a URL of 8,000 bytes', 200, `/${'x'.repeat(8000 - 60)}`],
    ['a URL of more than 8,192 bytes', 413, `/${'x'.repeat(8192)}`],
    ['a header of 15,000 bytes', 200, '/', header(15_000)],
    ['a header of more than 16 K, which only the load balancer minds', 400, '/', header(16_384)],
    ['headers of more than 20,480 bytes', 413, '/', header(20_480)],
  ]
  for (const [what, status, path, more] of sizes) {
    it(`${what} is answered with ${status}`, async () => {
      expect(await told(ask(path, more))).to.include({ status })
    })
  }

  it('an answer that comes word by word is not held back', async () => {
    const asked = ask('/stream')
    asked.end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    const [first] = (await once(answer.setEncoding('utf8'), 'data')) as [string]
    expect(first).to.equal('word ')
    expect(((await once(answer, 'data')) as [string])[0]).to.equal('GET /stream 0')
  })

  it('an answer after ninety seconds is not cut; one that never comes ends as CloudFront says it', async () => {
    expect(await told(ask('/after/90'))).to.deep.equal({ status: 200, text: 'GET /after/90 0' })
    const { status, text } = await told(ask('/after/900'))
    expect(status).to.equal(504)
    expect(text).to.contain('The request could not be satisfied')
  })

  it('a WebSocket that is pinged every minute stays up for ten, and knows the page that it is of', async () => {
    const socket = await webSocket()
    expect(arrived).to.include({ host, origin: `https://${host}`, upgrade: 'websocket' })
    for (let minute = 1; minute <= 10; minute += 1) {
      await pass(60)
      expect(await echo(socket, `ping ${minute}`)).to.equal(`ping ${minute}`)
    }
    socket.destroy()
  })

  it('a WebSocket on which nothing is said is closed by the load balancer', async () => {
    const socket = await webSocket()
    socket.resume()
    const since = Date.now()
    await once(socket, 'close')
    expect(((Date.now() - since) * speed) / 1000).to.be.within(500, 620)
    world.account.settings({ speed: maxSpeed })
  })
})
