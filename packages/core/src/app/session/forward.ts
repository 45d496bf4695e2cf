// A port of a service on this computer, for as long as somebody uses it: what is open to nobody but the instance
// itself.
import { GmError, type Service } from '@geuse/plugin-api'
import { didYouMean } from '../../config/did-you-mean.js'
import type { Document } from '../../state/document.js'
import type { Host } from '../host.js'
import type { KnownStackRequest } from '../stack/load.js'
import { forwardPort } from './forward-port.js'
import { localPort } from './local-port.js'
import { servicesOf, sessionPlace } from './place.js'
import type { forwarded } from '../../output/tool.js'
import type { Told } from '../../output/told.js'

/** What is to be forwarded. */
export interface ForwardRequest extends KnownStackRequest {
  /** `service`, or `service:port` with the port's name or number. */
  readonly target: string
  /** Port on this computer; the same as on the instance, or a free one, without it. */
  readonly localPort?: number | undefined
}

/** A port that is open here. */
export type Forwarded = Told<typeof forwarded>

/**
 * Forwards until the signal.
 * @param onOpen is told when connections are taken
 * @throws GmError NOT_FOUND, CONFIG_INVALID, CLOUD_FAILED when the session broke off
 */
export async function forward(
  host: Host,
  request: ForwardRequest,
  onOpen: (forwarded: Forwarded) => void,
  signal: AbortSignal,
): Promise<void> {
  const place = await sessionPlace(host, request)
  const target = await readTarget(host, place.document, request.target)
  const local = await localPort(target.port, request.localPort)
  const open = await forwardPort(place, { port: target.port, localPort: local }, signal)
  try {
    const address = `${target.scheme}127.0.0.1:${local}`
    onOpen({ service: target.service, port: target.port, localPort: local, address })
    const failure = await open.ended
    if (!signal.aborted) throw failure
  } finally {
    await open.close()
  }
}

interface Target {
  readonly service: string
  readonly port: number
  /** Before the address, where a browser can open it. */
  readonly scheme: string
}

async function readTarget(host: Host, document: Document, text: string): Promise<Target> {
  const [id = '', port] = text.split(':')
  const services = servicesOf(document)
  if (!services.includes(id)) {
    const guess = await didYouMean(id, services)
    throw new GmError(
      'CONFIG_INVALID',
      `${document.stack_name} has no service ${JSON.stringify(id)}${guess || `; there are: ${services.join(', ')}`}`,
      { hints: [`gm forward ${document.stack_name} ${services[0] ?? 'SERVICE'}`] },
    )
  }
  const service = (await host.registry()).services.get(id)?.item
  if (service !== undefined) return portOf(service, port)
  if (port !== undefined && /^\d{1,5}$/.test(port)) return { service: id, port: Number(port), scheme: '' }
  throw new GmError('PLUGIN_MISSING', `The plugin of ${id} is not here, so its ports are not known`, {
    hints: [`gm forward ${document.stack_name} ${id}:8080   # by the number of the port`, 'gm plugins'],
  })
}

/** Only ports on the instance's loopback can be reached. */
function portOf({ id, ports, ingress, probes }: Service, wanted: string | undefined): Target {
  const published = Object.entries(ports).flatMap(([name, port]) => (typeof port === 'number' ? [{ name, port }] : []))
  const usual = published.find(({ name }) => name === ingress?.port) ?? published[0]
  const found =
    wanted === undefined ? usual : published.find(({ name, port }) => name === wanted || String(port) === wanted)
  if (found !== undefined) {
    const isWeb = ingress?.port === found.name || probes.some((one) => one.kind === 'http' && one.port === found.name)
    return { service: id, port: found.port, scheme: isWeb ? 'http://' : '' }
  }
  const list = published.map(({ name, port }) => `${name} (${port})`).join(', ')
  const there = list === '' ? `${id} has no port outside of its containers` : `${id} has ${list}`
  throw new GmError(
    'CONFIG_INVALID',
    wanted === undefined ? there : `${there}, and no port ${JSON.stringify(wanted)}`,
    {
      hints: usual === undefined ? [] : [`${id}:${usual.name}`],
    },
  )
}
