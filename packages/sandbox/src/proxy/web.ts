// The web beyond the account: requests to public addresses and names are answered by the load balancer or the instance
// that has them, or by nobody.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../account/context.js'
import { child, items, leaf } from '../answer/xml.js'
import { isOpenToWorld } from '../ec2/open-ports.js'
import type { Balancer } from '../elb/balancers.js'
import { askBalancer } from '../elb/forward.js'
import { findRecords } from '../route53/records.js'
import type { InstanceRecord } from '../ec2/instance-record.js'
import type { Arrival } from '../journal/journal.js'
import type { PortAnswer } from '../instances/emulated-instance.js'
import type { CallRecords } from '../operations/answer-call.js'

/** What a web request needs. */
export interface Web {
  readonly context: () => Context
  readonly books: CallRecords
}

async function ofInstance(cx: Context, record: InstanceRecord, host: string): Promise<boolean> {
  const filter = { Filter: [{ Name: 'attachment.instance-id', Value: [record.id] }] }
  const found = await cx.moto.ask(record, 'ec2', 'DescribeNetworkInterfaces', filter)
  return items(found, 'networkInterfaceSet').some((each) => leaf(child(each, 'association'), 'publicIp') === host)
}

/** The instance behind a public address, behind a name that carries one, as `203-0-113-7.example`, or of that name. */
async function instanceAt(cx: Context, host: string): Promise<InstanceRecord | undefined> {
  const address = /(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})/.exec(host)?.slice(1).join('.') ?? host
  for (const record of cx.state.instances.values()) {
    if (record.terminatedAt === undefined && (record.instance.host === host || (await ofInstance(cx, record, address))))
      return record
  }
  return undefined
}

/** The load balancer of a name, or of one that an alias record leads to it from. */
async function balancerAt(cx: Context, host: string): Promise<Balancer | undefined> {
  const [any] = cx.state.balancers.all()
  if (any === undefined) return undefined
  const named = cx.state.balancers.named(host)
  if (named) return named
  const [record] = await findRecords(any, cx, host)
  return record && cx.state.balancers.named(record.alias.replace(/^dualstack\./, ''))
}

/**
 * What is answered at a host, by a load balancer or an instance; undefined where nothing does: nobody has the host, a
 * closed port, nobody listening.
 */
export async function askHost(cx: Context, host: string, port: number, path: string): Promise<PortAnswer | undefined> {
  const balancer = await balancerAt(cx, host)
  if (balancer) return askBalancer(cx, balancer, { host, port, path })
  const record = await instanceAt(cx, host)
  if (!record || !(await isOpenToWorld(cx, record, record.instance.groupIds, port))) return undefined
  return record.instance.ask(port, path, host)
}

/** A connection to a port of the instance at a host, where it is a real one; undefined where nothing answers. */
export async function connectInstance(cx: Context, host: string, port: number): Promise<Socket | undefined> {
  if (await balancerAt(cx, host)) return undefined
  const record = await instanceAt(cx, host)
  if (!record?.instance.connect) return undefined
  return (await isOpenToWorld(cx, record, record.instance.groupIds, port)) ? record.instance.connect(port) : undefined
}

/** Faults strike the web too: an answer of its own, a cut connection, slowness. */
async function strike(arrival: Arrival, { faults }: CallRecords): Promise<PortAnswer | 'cut' | undefined> {
  const struck = faults.strike(arrival)
  for (const { effect, ms = 0 } of struck) if (effect === 'latency') await wait(ms)
  const rule = struck.find(({ effect }) => effect !== 'latency')
  if (!rule) return undefined
  return rule.effect === 'error' ? { status: rule.status ?? 500, headers: {}, body: rule.message ?? '' } : 'cut'
}

/** Answers a request of the web and writes it down as service `web`; where nobody answers, the connection is cut. */
export async function answerWeb(url: URL, method: string, response: ServerResponse, web: Web): Promise<void> {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const arrival: Arrival = {
    service: 'web',
    operation: method,
    region: '',
    account: '',
    params: { url: url.href },
    mutating: false,
  }
  const entry = web.books.journal.begin(arrival)
  const struck = await strike(arrival, web.books)
  const answer =
    struck === 'cut'
      ? undefined
      : (struck ?? (await askHost(web.context(), url.hostname, port, url.pathname + url.search)))
  web.books.journal.end(entry, answer?.status ?? 0, answer ? undefined : 'ConnectionRefused')
  if (answer) response.writeHead(answer.status, answer.headers).end(answer.body)
  else response.socket?.destroy()
}

/** Answers a request with an absolute address, as sent to a proxy. */
export async function serveWeb(request: IncomingMessage, response: ServerResponse, web: Web): Promise<void> {
  request.resume()
  await answerWeb(new URL(request.url ?? ''), request.method ?? 'GET', response, web)
}
