// What carries the calls of all SDK clients of a run; a file of its own, as loading it costs more than `gm list` does.
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { agents, timeouts, type Connection } from './connection.js'

/** @returns a handler with explicit timeouts that keeps its connections until it is destroyed */
export function httpHandler({ proxyEnv }: Connection): NodeHttpHandler {
  const { http, https } = agents(proxyEnv)
  return new NodeHttpHandler({
    httpAgent: http,
    httpsAgent: https,
    connectionTimeout: timeouts.connection,
    requestTimeout: timeouts.request,
    throwOnRequestTimeout: true,
  })
}
