// How large a request may be, and what a load balancer or a distribution answers to a larger one.
import type { PortAnswer } from '../instances/emulated-instance.js'
import { type Visit, pageOf } from './visit.js'

/** Bytes: ELB User Guide, quotas of application load balancers, HTTP headers. */
const ofBalancer = { line: 16_384, header: 16_384, headers: 65_536 }
/** Bytes: CloudFront Developer Guide, quotas. A request counts with its headers and without its body. */
const ofDistribution = { url: 8192, request: 20_480 }

/** Bytes of all headers that a server has to take in, so that it is not Node that refuses a request. */
export const mostHeaderBytes = 256 * 1024

/** @returns its refusal: ELB User Guide, troubleshooting, HTTP 400 and HTTP 414 */
export function tooLargeForBalancer(visit: Visit): PortAnswer | undefined {
  if (lineOf(visit) > ofBalancer.line) return pageOf('awselb/2.0', 414, 'Request-URI Too Large')
  const headers = headersOf(visit)
  const isTooLarge = headers.some((bytes) => bytes > ofBalancer.header) || sum(headers) > ofBalancer.headers
  return isTooLarge ? pageOf('awselb/2.0', 400, 'Bad Request') : undefined
}

/**
 * @returns its refusal: CloudFront Developer Guide, request and response behavior for custom origins, maximum length of
 * a request and of a URL
 */
export function tooLargeForDistribution(visit: Visit): PortAnswer | undefined {
  const isTooLarge =
    bytesOf(`https://${visit.host}${visit.path}`) > ofDistribution.url ||
    lineOf(visit) + sum(headersOf(visit)) > ofDistribution.request
  const refusal = () =>
    pageOf('CloudFront', 413, 'ERROR: The request could not be satisfied', { 'x-cache': 'Error from cloudfront' })
  return isTooLarge ? refusal() : undefined
}

function lineOf({ method, path }: Visit): number {
  return bytesOf(`${method} ${path} HTTP/1.1\r\n`)
}

function headersOf({ headers }: Visit): readonly number[] {
  return Object.entries(headers).map(([name, value]) => bytesOf(`${name}: ${value}\r\n`))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}
