// AWS on the loopback, as scripted as a test wants it: real clients talk to it in the protocol of each service.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GmError, ResourceContext } from '@geuse/plugin-api'
import { createClients, type Clients } from './client/clients.js'
import type { AwsContext } from './common/context.js'

/** An answer: status and body; XML where the body starts with `<`. `cut` breaks the connection instead. */
export type Reply = { readonly status?: number; readonly body: string } | 'cut'
/**
 * Answers by operation, e.g. `CreateVpc`; EFS by method and path. A list is answered in turn, its last again and again.
 */
export type Script = Readonly<Record<string, Reply | readonly Reply[]>>

/** What a test works with. */
export interface Stub {
  readonly aws: Clients
  readonly cx: AwsContext & { readonly notes: string[]; readonly tokens: string[] }
  /** Operations in the order in which they arrived. */
  readonly calls: string[]
  /** Bodies in the same order. */
  readonly bodies: string[]
}

/** Signs requests without looking anywhere for credentials. */
export const dummy = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_EC2_METADATA_DISABLED: 'true',
}

/** @param script what is answered. @param work what the test does */
export async function withStub(script: Script, work: (stub: Stub) => Promise<void>): Promise<void> {
  const calls: string[] = []
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    const body = await read(request)
    const operation = operationOf(request, body)
    calls.push(operation)
    bodies.push(body)
    const reply = next(script[operation], calls.filter((call) => call === operation).length)
    if (reply === 'cut') return void request.socket.destroy()
    const { status = 200, body: text } = reply ?? { status: 400, body: ec2Error('NotScripted', operation) }
    const xml = text.startsWith('<')
    response
      .writeHead(status, { 'content-type': xml ? 'text/xml' : 'application/json', ...errorHeader(status, text) })
      .end(text)
  })
  Object.assign(process.env, dummy)
  const endpoint = await listen(server)
  const aws = createClients({ region: 'eu-west-1', endpoint })
  try {
    await work({ aws, cx: contextFor(aws), calls, bodies })
  } finally {
    aws.close()
    server.closeAllConnections()
    server.close()
  }
}

/** @returns what the work throws. @throws Error when it throws nothing */
export async function thrownBy(work: () => Promise<unknown>): Promise<GmError> {
  try {
    await work()
  } catch (error) {
    return error as GmError
  }
  throw new Error('nothing was thrown')
}

/** @returns an error as EC2 words it */
export function ec2Error(code: string, message: string): string {
  return `<?xml version="1.0"?><Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`
}

/** @returns an error as IAM and STS word it */
export function queryError(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`
}

/** @returns an error as SSM words it, and EFS with its header */
export function jsonError(type: string, message: string): string {
  return JSON.stringify({ __type: type, ErrorCode: type, Message: message, message })
}

function contextFor(aws: Clients): Stub['cx'] {
  const notes: string[] = []
  const tokens: string[] = []
  const base: ResourceContext = {
    stack: {
      name: 'my-stack',
      id: '00000000-0000-4000-8000-000000000001',
      region: 'eu-west-1',
      accountId: '123456789012',
    },
    node: 'node',
    generation: 0,
    get token() {
      return `token-${tokens.length}`
    },
    nextToken: async (reason) => {
      tokens.push(reason)
      return `token-${tokens.length}`
    },
    signal: new AbortController().signal,
    clock: hurriedClock(),
    note: (text) => void notes.push(text),
  }
  return Object.create(base, { aws: { value: aws }, notes: { value: notes }, tokens: { value: tokens } }) as Stub['cx']
}

/** Time that passes only by waiting. */
export function hurriedClock(): ResourceContext['clock'] {
  let now = Date.UTC(2026, 0, 1)
  return {
    now: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted()
      now += ms
    },
  }
}

function next(replies: Script[string] | undefined, nth: number): Reply | undefined {
  const list = (Array.isArray(replies) ? replies : [replies]) as readonly (Reply | undefined)[]
  return list[Math.min(nth, list.length) - 1]
}

function operationOf({ headers, method, url }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target']
  if (typeof target === 'string') return target.split('.')[1]!
  return new URLSearchParams(body).get('Action') ?? `${method} ${url!.split('?')[0]}`
}

/** EFS names its error in a header, as REST services do. */
function errorHeader(status: number, text: string): Record<string, string> {
  return status >= 400 && text.startsWith('{')
    ? { 'x-amzn-errortype': (JSON.parse(text) as { __type: string }).__type }
    : {}
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
