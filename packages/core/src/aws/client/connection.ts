// How AWS is reached: endpoint, proxy, sockets and timeouts, given as plain values by whoever reads the environment.
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

/** Proxy settings of the environment; upper or lower case. */
export type ProxyEnv = Readonly<Record<string, string | undefined>>

/** Where AWS is, and as whom. */
export interface Connection {
  readonly region: string
  /** Name in the AWS configuration files; the usual chain without. */
  readonly profile?: string
  /** `AWS_ENDPOINT_URL`: every service is asked there. */
  readonly endpoint?: string
  readonly proxyEnv?: ProxyEnv
}

/** Milliseconds for a connection to stand, and for an answer. */
export const timeouts = { connection: 5_000, request: 30_000 } as const
const sockets = 64
const loopback = ['127.0.0.1', 'localhost', '::1']

/** One agent a protocol, shared by all clients of a run. */
export interface Agents {
  readonly http: HttpAgent
  readonly https: HttpsAgent
}

/**
 * @param env `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`; loopback never goes through a proxy
 * @param options of the HTTPS agent alone, e.g. to accept any certificate
 * @returns agents that keep connections and honour the proxy
 */
export function agents(env: ProxyEnv = {}, options: { rejectUnauthorized?: boolean } = {}): Agents {
  const common = { keepAlive: true, maxSockets: sockets, proxyEnv: proxySettings(env) }
  return { http: new HttpAgent(common), https: new HttpsAgent({ ...common, ...options }) }
}

function proxySettings(env: ProxyEnv): Record<string, string> {
  const of = (name: string) => env[name] ?? env[name.toLowerCase()]
  const direct = [of('NO_PROXY'), ...loopback].filter((part) => part !== undefined && part !== '').join(',')
  const entries = ['HTTP_PROXY', 'HTTPS_PROXY'].map((name) => [name, of(name)] as const)
  return { ...Object.fromEntries(entries.filter(([, value]) => value)), NO_PROXY: direct } as Record<string, string>
}
