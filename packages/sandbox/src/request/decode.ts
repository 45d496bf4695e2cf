// From the bytes of a request to a call: SigV4's credential scope names service and region, the protocol the operation.
import type { Call, Protocol, Wire } from './call.js'
import { efsRoute } from './efs-routes.js'
import type { Params } from './params.js'
import { parseForm } from './query-form.js'
import { xmlRoute } from './xml-routes.js'

/** The account of every access key that names no other. */
export const defaultAccount = '123456789012'

const names: Readonly<Record<string, string>> = { elasticfilesystem: 'efs', elasticloadbalancing: 'elbv2' }
const protocols: Readonly<Record<string, Protocol>> = {
  ec2: 'ec2',
  elbv2: 'query',
  iam: 'query',
  sts: 'query',
  efs: 'rest-json',
  route53: 'rest-xml',
  cloudfront: 'rest-xml',
}

interface Credential {
  readonly accessKey: string
  readonly region: string
  readonly service: string
}

function credential(headers: Wire['headers']): Credential {
  const match = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers['authorization'] ?? '')
  return { accessKey: match?.[1] ?? '', region: match?.[2] ?? '', service: match?.[3] ?? '' }
}

/** The account that an access key belongs to: twelve digits in the key name it, as in `AKIA222222222222`. */
export function accountOf(accessKey: string): string {
  return /(?<!\d)\d{12}(?!\d)/.exec(accessKey)?.[0] ?? defaultAccount
}

function json(body: Buffer): Params {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString()) as Params
  } catch {
    return {}
  }
}

function queryValues(url: URL): Params {
  return Object.fromEntries(url.searchParams)
}

function readRest(wire: Wire, url: URL): Pick<Call, 'operation' | 'params'> {
  const { operation, ids } = efsRoute(wire.method, url.pathname)
  return { operation, params: { ...queryValues(url), ...json(wire.body), ...ids } }
}

function readXml(wire: Wire, url: URL, service: string): Pick<Call, 'operation' | 'params'> {
  const { operation, id } = xmlRoute(service, wire.method, url)
  return { operation, params: { ...queryValues(url), ...(id === undefined ? {} : { Id: id }) } }
}

function readForm(wire: Wire, url: URL): Pick<Call, 'operation' | 'params'> {
  const {
    Action,
    Version: _version,
    ...params
  } = parseForm(wire.body.length > 0 ? wire.body.toString() : url.search.slice(1))
  return { operation: typeof Action === 'string' ? Action : '', params }
}

function readJson(wire: Wire): Pick<Call, 'operation' | 'params'> {
  return {
    operation: (wire.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '',
    params: json(wire.body),
  }
}

const readers: Readonly<
  Record<Protocol, (wire: Wire, url: URL, service: string) => Pick<Call, 'operation' | 'params'>>
> = {
  ec2: readForm,
  query: readForm,
  json: readJson,
  'rest-json': readRest,
  'rest-xml': readXml,
}

/** Reads a request; an operation that cannot be told is the empty text. */
export function decode(wire: Wire): Call {
  const url = new URL(wire.path, 'http://localhost')
  const { accessKey, region, service: signed } = credential(wire.headers)
  const service = names[signed] ?? signed
  const protocol = protocols[service] ?? 'json'
  const read = readers[protocol](wire, url, service)
  return { service, region, accessKey, account: accountOf(accessKey), protocol, wire, ...read }
}
