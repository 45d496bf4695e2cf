// Carries what is said between whoever asks and the instance: requests with their bodies, answers as they come, and
// connections that change to another protocol. An instance that is only simulated answers at once and whole.
import { type IncomingHttpHeaders, type IncomingMessage, request as ask, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Context } from '../account/context.js'
import type { PortAnswer } from '../instances/emulated-instance.js'
import { join } from '../proxy/join.js'
import { watchSilence } from './silence.js'
import type { Headers, Visit, Way } from './visit.js'

/** What time-outs go by. */
type Timing = Pick<Context, 'clock' | 'settings'>

/** Headers of a request, each as one text. */
export function headersIn(headers: IncomingHttpHeaders): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

/** @returns the status that was sent; 0 where nobody answered and the connection was cut */
export async function carryRequest(
  way: Way,
  request: IncomingMessage,
  response: ServerResponse,
  timing: Timing,
): Promise<number> {
  const { record, port, visit, refused, added } = way
  if (record.instance.connect === undefined) {
    request.resume()
    const answer = (await record.instance.ask(port, visit)) ?? refused
    return sendAnswer(answer && { ...answer, headers: { ...answer.headers, ...added } }, response)
  }
  const socket = await record.instance.connect(port)
  return socket === undefined ? sendAnswer(refused, response) : through(way, socket, request, response, timing)
}

/** Sends an answer, or cuts the connection where there is none. @returns its status, or 0 */
export function sendAnswer(answer: PortAnswer | undefined, response: ServerResponse): number {
  if (answer === undefined) {
    response.socket?.destroy()
    return 0
  }
  response.writeHead(answer.status, answer.headers).end(answer.body)
  return answer.status
}

function through(
  { visit, patience, refused, added }: Way,
  socket: Socket,
  request: IncomingMessage,
  response: ServerResponse,
  timing: Timing,
): Promise<number> {
  return new Promise((resolve) => {
    const { method, path, headers } = visit
    const asked = ask({ method, path, headers, createConnection: () => socket })
    const silence = patience.map(({ answer }) => watchSilence(timing, answer.seconds, () => over(answer.late)))
    const touch = (): void => silence.forEach((one) => one.touch())
    const over = (answer: PortAnswer | undefined): void => {
      silence.forEach((one) => one.end())
      asked.destroy()
      if (response.headersSent) response.destroy()
      else resolve(sendAnswer(answer, response))
    }
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...added })
      answer.on('data', touch).on('end', () => silence.forEach((one) => one.end()))
      answer.on('error', () => over(undefined))
      answer.pipe(response)
      resolve(answer.statusCode ?? 0)
    })
    asked.on('error', () => over(refused))
    response.on('close', () => over(undefined))
    request.on('data', touch)
    request.pipe(asked)
  })
}

/**
 * A request for another protocol.
 * @returns the status that was sent: 101 where the connection stands, 0 where it was cut
 */
export async function carryUpgrade(way: Way, client: Duplex, head: Buffer, timing: Timing): Promise<number> {
  const { record, port, visit, patience, refused } = way
  const socket = await record.instance.connect?.(port)
  if (socket === undefined) return writeAnswer(refused, client)
  socket.write(headOf(visit))
  if (head.length > 0) socket.write(head)
  const silence = patience.map(({ silence: seconds }) => watchSilence(timing, seconds, () => client.destroy()))
  for (const end of [client, socket])
    end.on('data', () => silence.forEach((one) => one.touch())).on('close', () => silence.forEach((one) => one.end()))
  join(client, socket)
  return 101
}

/** Writes an answer on a connection itself, and ends it. @returns its status, or 0 */
export function writeAnswer(answer: PortAnswer | undefined, client: Duplex): number {
  if (answer === undefined) {
    client.destroy()
    return 0
  }
  const headers = { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.body)), connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  client.end(`HTTP/1.1 ${answer.status} \r\n${lines.join('\r\n')}\r\n\r\n${answer.body}`)
  return answer.status
}

function headOf({ method, path, headers }: Visit): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}
