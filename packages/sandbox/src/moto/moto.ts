// The emulator as the rest of the sandbox sees it: pass a call on, or ask a question of our own.
import { Pool } from 'undici'
import { type Answer, succeeded } from '../answer/answer.js'
import { AwsError, errorCode, notEmulated } from '../answer/aws-error.js'
import { type XmlNode, leaf, parseXml, rootOf } from '../answer/xml.js'
import type { Call, Scope, Wire } from '../request/call.js'
import type { Params } from '../request/params.js'
import { formBody } from '../request/query-form.js'

const versions: Readonly<Record<string, string>> = {
  ec2: '2016-11-15',
  elasticloadbalancing: '2015-12-01',
  iam: '2010-05-08',
  sts: '2011-06-15',
}

/** Services whose query protocol the sandbox itself speaks with moto, as they are signed for. */
export type QueryService = 'ec2' | 'elasticloadbalancing' | 'iam'
const form = 'application/x-www-form-urlencoded; charset=utf-8'

function authorization(service: string, region: string): string {
  return `AWS4-HMAC-SHA256 Credential=AKIASANDBOX/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`
}

/**
 * The emulator behind the proxy. One connection: calls reach it one after another, so that it never races with itself.
 */
export class Moto {
  readonly #pool: Pool

  constructor(endpoint: string) {
    this.#pool = new Pool(endpoint, { connections: 1 })
  }

  /** Passes the bytes of a call on; moto's crash page becomes a `NotEmulated`. */
  async forward(call: Pick<Call, 'account' | 'wire' | 'service' | 'operation'>): Promise<Answer> {
    const { method, path, headers, body } = call.wire
    const sent = { ...pick(headers), host: hostOf(headers), 'x-moto-account-id': call.account }
    const answer = await this.#request(method, path, sent, body)
    const crashed = answer.status >= 500 && /^text\/(html|plain)/.test(answer.headers['content-type'] ?? '')
    if (crashed || answer.status === 501) throw notEmulated(`${call.service}:${call.operation} with these parameters`)
    return answer
  }

  /** Passes a call on with other parameters; query protocols only. */
  forwardForm(call: Call, params: Params): Promise<Answer> {
    const body = Buffer.from(formBody(call.operation, versions[call.service] ?? '', params))
    return this.forward({ ...call, wire: { ...call.wire, body } })
  }

  /** Asks something for the sandbox itself; a failure is thrown. */
  async ask(scope: Scope, service: QueryService, operation: string, params: Params): Promise<XmlNode> {
    const headers = { 'content-type': form, authorization: authorization(service, scope.region) }
    const body = Buffer.from(formBody(operation, versions[service] ?? '', params))
    const answer = await this.forward({
      ...scope,
      service,
      operation,
      wire: { method: 'POST', path: '/', headers, body },
    })
    const root = rootOf(parseXml(answer.body))
    if (!succeeded(answer))
      throw new AwsError(errorCode(answer) ?? 'InternalError', messageOf(answer.body), answer.status)
    return root
  }

  /** Reads something of a service that speaks XML over REST. */
  async read(scope: Scope, service: 'route53', path: string): Promise<XmlNode> {
    const headers = { authorization: authorization(service, 'us-east-1') }
    const wire = { method: 'GET', path, headers, body: Buffer.alloc(0) }
    const answer = await this.forward({ ...scope, service, operation: `GET ${path}`, wire })
    if (!succeeded(answer))
      throw new AwsError(errorCode(answer) ?? 'InternalError', messageOf(answer.body), answer.status)
    return rootOf(parseXml(answer.body))
  }

  /** Asks a service that speaks JSON, or REST when a path is given. */
  async askJson<T>(
    scope: Scope,
    service: 'ssm' | 'elasticfilesystem',
    operation: string,
    params: Params,
    rest?: Pick<Wire, 'method' | 'path'>,
  ): Promise<T> {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      authorization: authorization(service, scope.region),
      'x-amz-target': `AmazonSSM.${operation}`,
    }
    const body = rest?.method === 'GET' ? Buffer.alloc(0) : Buffer.from(JSON.stringify(params))
    const answer = await this.forward({
      ...scope,
      service,
      operation,
      wire: { method: 'POST', path: '/', ...rest, headers, body },
    })
    if (!succeeded(answer)) throw new AwsError(errorCode(answer) ?? 'InternalError', answer.body, answer.status)
    return (answer.body === '' ? {} : JSON.parse(answer.body)) as T
  }

  /** Empties every account. */
  async reset(): Promise<void> {
    await this.#request('POST', '/moto-api/reset', {}, Buffer.alloc(0))
  }

  /** Closes the connection. */
  close(): Promise<void> {
    return this.#pool.destroy()
  }

  async #request(method: string, path: string, headers: Record<string, string>, body: Buffer): Promise<Answer> {
    const sent = body.length > 0 ? { method, path, headers, body } : { method, path, headers }
    const response = await this.#pool.request(sent as Parameters<Pool['request']>[0])
    const received = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
    return { status: response.statusCode, headers: pickAnswer(received), body: await response.body.text() }
  }
}

function pick(headers: Wire['headers']): Record<string, string> {
  return Object.fromEntries(
    ['authorization', 'content-type', 'if-match', 'x-amz-target', 'x-amz-date'].flatMap((name) =>
      headers[name] === undefined ? [] : [[name, headers[name]]],
    ),
  )
}

/** moto tells services apart by the credential scope first, so that any host will do. */
function hostOf(headers: Wire['headers']): string {
  return headers['host'] ?? 'localhost'
}

function pickAnswer(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name === 'content-type' || name === 'x-amzn-errortype'),
  )
}

function messageOf(body: string): string {
  const root = rootOf(parseXml(body))
  return leaf(root, 'Message') || (/<Message>([^<]*)<\/Message>/.exec(body)?.[1] ?? body.slice(0, 300))
}
