// The compose document of a bundle, read as the engine would read it.
import { parse } from 'yaml'

/** A service of the document, as far as a boot depends on it. */
export interface ComposeService { readonly name: string, readonly image: string, readonly limited: boolean, readonly sources: readonly string[] }

type Raw = Readonly<Record<string, unknown>>

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

const source = (volume: unknown): string => (typeof volume === 'string' ? volume.split(':')[0] ?? '' : isRaw(volume) ? String(volume['source'] ?? '') : '')

const readService = ([name, raw]: [string, unknown]): ComposeService => {
  const service = isRaw(raw) ? raw : {}
  const volumes = Array.isArray(service['volumes']) ? service['volumes'] : []
  const deploy = isRaw(service['deploy']) ? service['deploy'] : {}
  return { name, image: String(service['image'] ?? ''), limited: service['mem_limit'] !== undefined || deploy['resources'] !== undefined, sources: volumes.map(source) }
}

/** The services of a document; the reason where it cannot be read. */
export const readCompose = (text: string | undefined): ComposeService[] | { readonly reason: string } => {
  if (text === undefined) return { reason: 'no configuration file provided: compose.yaml not found' }
  try {
    const document: unknown = parse(text)
    const services = isRaw(document) && isRaw(document['services']) ? document['services'] : undefined
    return services ? Object.entries(services).map(readService) : { reason: 'compose.yaml: no services' }
  } catch (error) {
    return { reason: `compose.yaml: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` }
  }
}
