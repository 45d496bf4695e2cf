// How AWS is reached: endpoint, proxy, trusted authorities, sockets and timeouts, given as plain values by whoever
// reads the environment.
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent, type AgentOptions as HttpsOptions } from 'node:https'
import { createSecureContext, getCACertificates } from 'node:tls'

/** Proxy settings of the environment; upper or lower case. */
export type ProxyEnv = Readonly<Record<string, string | undefined>>

/** What stands between this computer and the world. */
export interface NetworkSettings {
  readonly proxyEnv?: ProxyEnv
  /** Certificates in PEM of authorities that are trusted beside those that Node trusts. */
  readonly caBundle?: string
}

/** Where AWS is, and as whom. */
export interface Connection extends NetworkSettings {
  readonly region: string
  /** Name in the AWS configuration files; the usual chain without. */
  readonly profile?: string
  /** `AWS_ENDPOINT_URL`: every service is asked there. */
  readonly endpoint?: string
  /** Asks a person for the code of a device (`mfa_serial`); without it, a role that demands one is refused. */
  readonly mfaCode?: (serial: string) => Promise<string>
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
 * @param network proxies, where loopback never goes through one, and trusted authorities
 * @param options of the HTTPS agent alone, e.g. to accept any certificate
 * @returns agents that keep connections and honour the proxy
 */
export function agents(network: NetworkSettings, options: { rejectUnauthorized?: boolean } = {}): Agents {
  const common = { keepAlive: true, maxSockets: sockets, proxyEnv: proxySettings(network.proxyEnv ?? {}) }
  return { http: new HttpAgent(common), https: new HttpsAgent({ ...common, ...trust(network), ...options }) }
}

/** One context for all connections, as reading the certificates takes longer than a connection. */
function trust({ caBundle }: NetworkSettings): HttpsOptions {
  if (caBundle === undefined) return {}
  return { secureContext: createSecureContext({ ca: [...getCACertificates('default'), caBundle] }) }
}

function proxySettings(env: ProxyEnv): Record<string, string> {
  const of = (name: string) => env[name] ?? env[name.toLowerCase()]
  const direct = [of('NO_PROXY'), ...loopback].filter((part) => part !== undefined && part !== '').join(',')
  const entries = ['HTTP_PROXY', 'HTTPS_PROXY'].map((name) => [name, of(name)] as const)
  return { ...Object.fromEntries(entries.filter(([, value]) => value)), NO_PROXY: direct } as Record<string, string>
}
