// A failure as AWS means it; each protocol writes it in its own way.
import { type Answer, xmlAnswer } from './answer.js'
import type { Protocol } from '../request/call.js'

/** A failure that the caller is to be told. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  /** Further members of the error's body, in the JSON protocols. */
  readonly detail: Readonly<Record<string, string>>

  constructor(code: string, message: string, status = 400, detail: Readonly<Record<string, string>> = {}) {
    super(message)
    this.code = code
    this.status = status
    this.detail = detail
  }
}

/** An operation or parameter that the sandbox does not know: loud, and never worth a retry. */
export function notEmulated(what: string): AwsError {
  return new AwsError('NotEmulated', `The sandbox does not emulate ${what}.`, 400)
}

function escape(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const requestId = '00000000-0000-4000-8000-000000000000'

function ec2Body({ code, message }: AwsError): string {
  return `<Response><Errors><Error><Code>${escape(code)}</Code><Message>${escape(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`
}

function queryBody({ code, message, status }: AwsError): string {
  return `<ErrorResponse><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${escape(code)}</Code><Message>${escape(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
}

function jsonError(error: AwsError, body: Record<string, unknown>): Answer {
  return {
    status: error.status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ ...body, ...error.detail }),
  }
}

/** The failure as the protocol writes it. */
export function errorAnswer(error: AwsError, protocol: Protocol): Answer {
  switch (protocol) {
    case 'ec2':
      return xmlAnswer(ec2Body(error), error.status)
    case 'query':
    case 'rest-xml':
      return xmlAnswer(queryBody(error), error.status)
    case 'json':
      return jsonError(error, { __type: error.code, message: error.message })
    case 'rest-json':
      return jsonError(error, { ErrorCode: error.code, Message: error.message })
  }
}

/** The code of a failed answer, read back from its body; undefined for a success. */
export function errorCode(answer: Answer): string | undefined {
  if (answer.status < 300) return undefined
  const typed =
    answer.headers['x-amzn-errortype'] ??
    /<Code>([^<]+)<\/Code>/.exec(answer.body)?.[1] ??
    /"__type":\s*"([^"]+)"/.exec(answer.body)?.[1]
  return typed?.split('#').at(-1) ?? `HTTP ${answer.status}`
}
