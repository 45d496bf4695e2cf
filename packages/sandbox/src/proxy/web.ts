// The web beyond the account: requests to public addresses and names are answered by the distribution, the load
// balancer or the instance that has them, or by nobody.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../account/context.js'
import { isOpenTo } from '../ec2/open-ports.js'
import { carryRequest, carryUpgrade, headersIn, sendAnswer, writeAnswer } from '../forward/carry.js'
import { findWay, frontAt, instanceAt } from '../forward/find-way.js'
import type { Visit } from '../forward/visit.js'
import type { Arrival, Entry } from '../journal/journal.js'
import type { PortAnswer } from '../instances/emulated-instance.js'
import type { CallRecords } from '../operations/answer-call.js'

/** What a web request needs. */
export interface Web {
  readonly context: () => Context
  readonly books: CallRecords
}

/** Whether anybody answers at a host and port. */
export async function isAnswered(cx: Context, host: string, port: number): Promise<boolean> {
  const visit: Visit = { method: 'GET', host, port, path: '/', headers: { host }, address: '', from: 'world' }
  const way = await findWay(cx, visit)
  if (way === undefined || 'answer' in way || way.refused !== undefined) return way !== undefined
  return way.record.instance.connect !== undefined || (await way.record.instance.ask(port, visit)) !== undefined
}

/** Whether a name is that of something that stands before instances, which ends connections itself. */
export async function isFront(cx: Context, host: string): Promise<boolean> {
  return (await frontAt(cx, host)) !== undefined
}

/** A connection to a port of the instance at a host, where it is a real one; undefined where nothing answers. */
export async function connectInstance(cx: Context, host: string, port: number): Promise<Socket | undefined> {
  if (await isFront(cx, host)) return undefined
  const record = await instanceAt(cx, host)
  if (!record?.instance.connect) return undefined
  const isOpen = await isOpenTo(cx, record, record.instance.groupIds, port, 'world')
  return isOpen ? record.instance.connect(port) : undefined
}

/** Faults strike the web too: an answer of its own, a cut connection, slowness. */
async function strike(arrival: Arrival, { faults }: CallRecords): Promise<PortAnswer | 'cut' | undefined> {
  const struck = faults.strike(arrival)
  for (const { effect, ms = 0 } of struck) if (effect === 'latency') await wait(ms)
  const rule = struck.find(({ effect }) => effect !== 'latency')
  if (!rule) return undefined
  return rule.effect === 'error' ? { status: rule.status ?? 500, headers: {}, body: rule.message ?? '' } : 'cut'
}

function visitOf(url: URL, request: IncomingMessage): Visit {
  return {
    method: request.method ?? 'GET',
    host: url.hostname,
    port: portOf(url),
    path: url.pathname + url.search,
    headers: { ...headersIn(request.headers), host: url.host },
    address: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    from: 'world',
  }
}

function portOf(url: URL): number {
  return Number(url.port) || (/^(https|wss):$/.test(url.protocol) ? 443 : 80)
}

/** Writes an arrival down; what is returned writes down how it ended. */
function noted(url: URL, operation: string, { books }: Web): { arrival: Arrival; end: (status: number) => void } {
  const params = { url: url.href }
  const arrival: Arrival = { service: 'web', operation, region: '', account: '', params, mutating: false }
  const entry: Entry = books.journal.begin(arrival)
  return {
    arrival,
    end: (status) => books.journal.end(entry, status, status === 0 ? 'ConnectionRefused' : undefined),
  }
}

/** Answers a request of the web and writes it down as service `web`; where nobody answers, the connection is cut. */
export async function answerWeb(url: URL, request: IncomingMessage, response: ServerResponse, web: Web): Promise<void> {
  const { arrival, end } = noted(url, request.method ?? 'GET', web)
  const struck = await strike(arrival, web.books)
  const cx = web.context()
  const way = struck === undefined ? await findWay(cx, visitOf(url, request)) : undefined
  if (way !== undefined && !('answer' in way)) return end(await carryRequest(way, request, response, cx))
  request.resume()
  end(sendAnswer(struck === 'cut' ? undefined : (struck ?? way?.answer), response))
}

/** Answers a request for another protocol on the same connection, as a WebSocket is. */
export async function upgradeWeb(
  url: URL,
  request: IncomingMessage,
  client: Duplex,
  head: Buffer,
  web: Web,
): Promise<void> {
  const { end } = noted(url, request.method ?? 'GET', web)
  const cx = web.context()
  const way = await findWay(cx, visitOf(url, request))
  if (way === undefined || 'answer' in way) return end(writeAnswer(way?.answer, client))
  end(await carryUpgrade(way, client, head, cx))
}

/** Answers a request with an absolute address, as sent to a proxy. */
export async function serveWeb(request: IncomingMessage, response: ServerResponse, web: Web): Promise<void> {
  await answerWeb(new URL(request.url ?? ''), request, response, web)
}
