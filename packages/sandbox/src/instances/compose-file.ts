// The compose document of a bundle, read as the engine would read it.
import { parse } from 'yaml'

/** A bind: what of the instance is seen where in the container. */
export interface Bind {
  readonly source: string
  readonly target: string
}

/** A service of the document, as far as a boot depends on it. */
export interface ComposeService {
  readonly name: string
  readonly image: string
  /** Whether its memory has a limit. */
  readonly limited: boolean
  /** The uid that it runs as; undefined where the image decides. */
  readonly uid: string | undefined
  readonly binds: readonly Bind[]
  readonly environment: Readonly<Record<string, string>>
  readonly networks: readonly string[]
  readonly after: readonly string[]
  /** Published ports: address and port on the instance. */
  readonly ports: readonly { readonly address: string; readonly port: number }[]
}

/** A compose document. */
export interface ComposeFile {
  readonly services: readonly ComposeService[]
  readonly networks: readonly string[]
}

type Raw = Readonly<Record<string, unknown>>

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function raw(value: unknown): Raw {
  return isRaw(value) ? value : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Compose lets a list of names be written as a mapping too. */
function names(value: unknown): string[] {
  return isRaw(value) ? Object.keys(value) : list(value).map(String)
}

function bind(volume: unknown): Bind {
  const [source = '', target = ''] =
    typeof volume === 'string'
      ? volume.split(':')
      : [String(raw(volume)['source'] ?? ''), String(raw(volume)['target'] ?? '')]
  return { source, target }
}

function environment(value: unknown): Record<string, string> {
  return Object.fromEntries(
    isRaw(value)
      ? Object.entries(value).map(([name, each]) => [name, String(each)])
      : list(value).map((pair) => {
          const [name = '', ...rest] = String(pair).split('=')
          return [name, rest.join('=')]
        }),
  )
}

function port(published: unknown): { address: string; port: number } {
  const parts = String(published).split(':')
  return { address: parts.length > 2 ? (parts[0] ?? '') : '0.0.0.0', port: Number(parts.at(-2) ?? parts[0]) }
}

function readService([name, value]: [string, unknown]): ComposeService {
  const service = raw(value)
  return {
    name,
    image: String(service['image'] ?? ''),
    limited: service['mem_limit'] !== undefined || raw(service['deploy'])['resources'] !== undefined,
    uid: service['user'] === undefined ? undefined : String(service['user']).split(':')[0],
    binds: list(service['volumes']).map(bind),
    environment: environment(service['environment']),
    networks: names(service['networks']),
    after: names(service['depends_on']),
    ports: list(service['ports']).map(port),
  }
}

/** Reads a document; the reason where it cannot be read. */
export function readCompose(text: string | undefined): ComposeFile | { readonly reason: string } {
  if (text === undefined) return { reason: 'no configuration file provided: compose.yaml not found' }
  try {
    const document = raw(parse(text))
    if (!isRaw(document['services'])) return { reason: 'compose.yaml: no services' }
    return { services: Object.entries(document['services']).map(readService), networks: names(document['networks']) }
  } catch (error) {
    return { reason: `compose.yaml: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` }
  }
}
