// Calls an account as AWS tools do, without a signature: enough to see what goes over the wire.
import type { Account } from '../account/account.js'
import { type XmlNode, parseXml, rootOf } from '../answer/xml.js'
import type { Params } from '../request/params.js'
import { formBody } from '../request/query-form.js'

/** What came back. */
export interface Reply {
  readonly status: number
  readonly text: string
  readonly code: string | undefined
}
/** An XML answer. */
export interface XmlReply extends Reply {
  readonly root: XmlNode
}

const versions: Readonly<Record<string, string>> = {
  ec2: '2016-11-15',
  elasticloadbalancing: '2015-12-01',
  iam: '2010-05-08',
}

/** The caller's access key and region, where they are not the usual ones. */
export interface As {
  readonly key?: string
  readonly region?: string
}

function scope(service: string, { key = 'AKIASANDBOX', region = 'us-east-1' }: As): string {
  return `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`
}

function codeOf(text: string): string | undefined {
  return (
    /<Code>([^<]*)</.exec(text)?.[1] ??
    /"__type":\s*"([^"]*)"/.exec(text)?.[1] ??
    /"ErrorCode":\s*"([^"]*)"/i.exec(text)?.[1]
  )
}

async function read(response: Response): Promise<Reply> {
  const text = await response.text()
  return { status: response.status, text, code: response.ok ? undefined : codeOf(text) }
}

/** Calls EC2, Elastic Load Balancing, IAM or STS. */
export async function query(
  account: Account,
  service: string,
  operation: string,
  params: Params = {},
  as: As = {},
): Promise<XmlReply> {
  const version = versions[service] ?? '2011-06-15'
  const headers = { authorization: scope(service, as), 'content-type': 'application/x-www-form-urlencoded' }
  const reply = await read(
    await fetch(account.endpoint, { method: 'POST', headers, body: formBody(operation, version, params) }),
  )
  return { ...reply, root: rootOf(parseXml(reply.text)) }
}

/** Calls a service that speaks JSON. */
export async function json(
  account: Account,
  service: string,
  operation: string,
  params: Params = {},
  as: As = {},
): Promise<Reply & { data: Record<string, never> }> {
  const headers = {
    authorization: scope(service, as),
    'x-amz-target': `Any.${operation}`,
    'content-type': 'application/x-amz-json-1.1',
  }
  const reply = await read(await fetch(account.endpoint, { method: 'POST', headers, body: JSON.stringify(params) }))
  return { ...reply, data: JSON.parse(reply.text) as Record<string, never> }
}

/** Calls EFS. */
export async function efs(
  account: Account,
  method: string,
  path: string,
  body?: Params,
): Promise<Reply & { data: Record<string, never> }> {
  const headers = { authorization: scope('elasticfilesystem', {}), 'content-type': 'application/json' }
  const sent = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
  const reply = await read(await fetch(`${account.endpoint}/2015-02-01/${path}`, sent))
  return { ...reply, data: JSON.parse(reply.text || '{}') as Record<string, never> }
}

/** Asks until the answer is there. @param what for the error when the deadline passes */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  deadlineMs = 15_000,
): Promise<T> {
  const end = Date.now() + deadlineMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > end) throw new Error(`Waited ${deadlineMs} ms in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
