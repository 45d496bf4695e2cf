// One request to the public URL from where the user is, through the user's own proxy: what a browser would meet.
import { request as http } from 'node:http'
import { request as https } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { agents, type NetworkSettings } from '../client/connection.js'

/** From when to when a certificate is good: ISO instants. */
export interface CertificateSeen {
  readonly from: string
  readonly to: string
}

/** What came of it. */
export type HttpProbe =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly trusted: boolean
      /** What was shown where it is HTTPS. */
      readonly certificate?: CertificateSeen
    }
  | { readonly kind: 'no-connection'; readonly error: string }

/** Names itself, as some services answer nothing to what looks like a robot. */
const headers = { 'user-agent': 'geusemaker', accept: 'text/html,*/*' }

/**
 * @param url to ask; any certificate is accepted, and it is said whether it could be trusted
 * @param network proxies and trusted authorities
 * @param milliseconds after which there is no answer
 */
export function httpProbe(url: string, network: NetworkSettings, milliseconds: number): Promise<HttpProbe> {
  const own = agents(network, { rejectUnauthorized: false })
  const secure = url.startsWith('https:')
  const options = { agent: secure ? own.https : own.http, headers, signal: AbortSignal.timeout(milliseconds) }
  return new Promise<HttpProbe>((resolve) => {
    const asked = (secure ? https : http)(url, options, (answer) => {
      answer.resume()
      const socket = answer.socket as Partial<TLSSocket>
      const trusted = !secure || socket.authorized === true
      resolve({ kind: 'answered', status: answer.statusCode ?? 0, trusted, ...certificateOf(socket) })
    })
    asked.once('error', (error) => resolve({ kind: 'no-connection', error: error.message }))
    asked.end()
  }).finally(() => {
    own.http.destroy()
    own.https.destroy()
  })
}

function certificateOf(socket: Partial<TLSSocket>): { readonly certificate?: CertificateSeen } {
  const { valid_from: from, valid_to: to } = socket.getPeerCertificate?.() ?? {}
  if (from === undefined || to === undefined) return {}
  return { certificate: { from: new Date(from).toISOString(), to: new Date(to).toISOString() } }
}
