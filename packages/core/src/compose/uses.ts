// What one service uses of another, looked up once: who offers it, at which port, with which secret.
import type { Offer, Service } from '@geuse/plugin-api'
import { portNumber } from '../model/port-number.js'

/** A use as its declaration spells it: `postgres.database`, `ollama.api?`. */
export interface UseName {
  readonly service: string
  readonly offer: string
  readonly optional: boolean
}

/** A use that leads to an offer. */
export interface ResolvedUse {
  /** The consumer's own name for it, e.g. `db`. */
  readonly name: string
  readonly consumer: Service
  readonly provider: Service
  readonly offer: Offer
  /** Port number of the offer. */
  readonly port: number
  /** Parameter of the secret that the consumer needs, e.g. `n8n/db`; none when the offer needs none. */
  readonly parameter: string | undefined
}

/** @param text `<service>.<offer>`, with `?` when it may be absent @returns its parts */
export function parseUse(text: string): UseName {
  const optional = text.endsWith('?')
  const [service = '', offer = ''] = (optional ? text.slice(0, -1) : text).split('.')
  return { service, offer, optional }
}

/**
 * Follows the uses of a service among those that were selected; absent ones are left out.
 * @param consumer the service that uses
 * @param selected every service of the stack
 * @returns uses in the order of their declaration
 */
export function resolveUses(consumer: Service, selected: readonly Service[]): ResolvedUse[] {
  return Object.entries(consumer.uses ?? {}).flatMap(([name, text]) => {
    const { service, offer: offerName } = parseUse(text)
    const provider = selected.find((one) => one.id === service)
    const offer = provider?.offers?.[offerName]
    const port = provider?.ports[offer?.port ?? '']
    if (provider === undefined || offer === undefined || port === undefined) return []
    return [
      {
        name,
        consumer,
        provider,
        offer,
        port: portNumber(port),
        parameter: parameterOf(name, consumer, provider, offer),
      },
    ]
  })
}

function parameterOf(name: string, consumer: Service, provider: Service, offer: Offer): string | undefined {
  if (offer.provision !== undefined) return `${consumer.id}/${name}`
  return offer.secret === undefined ? undefined : `${provider.id}/${offer.secret}`
}
