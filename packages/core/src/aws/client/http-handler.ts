// What carries the calls of all SDK clients of a run; a file of its own, as loading it costs more than `gm list` does.
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { agents, timeouts, type NetworkSettings } from './connection.js'

/** @returns a handler with explicit timeouts that keeps its connections until it is destroyed */
export function httpHandler(network: NetworkSettings): NodeHttpHandler {
  const { http, https } = agents(network)
  return new NodeHttpHandler({
    httpAgent: http,
    httpsAgent: https,
    connectionTimeout: timeouts.connection,
    requestTimeout: timeouts.request,
    throwOnRequestTimeout: true,
  })
}
