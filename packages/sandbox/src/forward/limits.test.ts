// What is too large for whom: each limit from both sides.
import { expect } from 'chai'
import { tooLargeForBalancer, tooLargeForDistribution } from './limits.js'
import type { Headers, Visit } from './visit.js'

function visit(path: string, headers: Headers = {}): Visit {
  return { method: 'GET', host: 'a.example', port: 443, path, headers, address: '192.0.2.1', from: 'world' }
}

/** A header of so many bytes on the wire. */
function header(name: string, bytes: number): Headers {
  return { [name]: 'x'.repeat(bytes - name.length - ': \r\n'.length) }
}

/** A path whose request line has so many bytes on the wire. */
function line(bytes: number): string {
  return '/'.padEnd(bytes - 'GET  HTTP/1.1\r\n'.length, 'x')
}

describe('a request that is too large', () => {
  it('is refused by a load balancer: its line with 414, a header or all of them with 400', () => {
    const four = Object.assign({}, ...['a', 'b', 'c', 'd'].map((name) => header(name, 16_384))) as Headers
    expect(tooLargeForBalancer(visit(line(16_384), four))).to.equal(undefined)
    expect(tooLargeForBalancer(visit(line(16_385)))).to.include({ status: 414 })
    expect(tooLargeForBalancer(visit('/', header('a', 16_385)))).to.include({ status: 400 })
    expect(tooLargeForBalancer(visit('/', { ...four, ...header('e', 8) }))).to.include({ status: 400 })
  })

  it('is refused by a distribution: its URL or line and headers with 413', () => {
    const path = '/'.padEnd(8192 - 'https://a.example'.length, 'x')
    expect(tooLargeForDistribution(visit(path))).to.equal(undefined)
    expect(tooLargeForDistribution(visit(`${path}x`))).to.include({ status: 413 })
    expect(tooLargeForDistribution(visit(line(100), header('a', 20_380)))).to.equal(undefined)
    expect(tooLargeForDistribution(visit(line(100), header('a', 20_381)))).to.include({ status: 413 })
  })
})
