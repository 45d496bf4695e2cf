// What n8n is given so that its nodes reach the other services at once: one credential for each that is there. Ids
// are fixed, so that importing them again finds them.
import type { ServiceContext } from '@geuse/plugin-api'

/** What a credentials file is made from. */
export type CredentialsContext = Pick<
  ServiceContext<
    unknown,
    string,
    {
      readonly workflows: 'postgres.database'
      readonly llm: 'ollama.api?'
      readonly vectors: 'qdrant.api?'
      readonly crawler: 'crawl4ai.api?'
    }
  >,
  'uses' | 'secretValue'
>

/** One credential in the form that `n8n import:credentials` reads. */
interface Credential {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * Writes the file.
 * @param cx what is there, and placeholders of secrets
 * @returns JSON in which placeholders stand where values go
 */
export function credentialsFile(cx: CredentialsContext): string {
  return `${JSON.stringify([database(cx), ...models(cx), ...vectors(cx), ...crawler(cx)], undefined, 1)}\n`
}

/** A database for workflows alone: n8n's own, with everyone's credentials in it, is no place to query. */
function database({ uses, secretValue }: CredentialsContext): Credential {
  const { host, port, database, user } = uses.workflows
  const data = { host, port, database, user, password: secretValue('workflows'), ssl: 'disable' }
  return { id: 'gm-postgres', name: 'PostgreSQL (this stack)', type: 'postgres', data }
}

function models({ uses: { llm } }: CredentialsContext): Credential[] {
  if (llm === undefined) return []
  return [
    {
      id: 'gm-ollama',
      name: 'Ollama (this stack)',
      type: 'ollamaApi',
      data: { baseUrl: `http://${llm.host}:${llm.port}` },
    },
  ]
}

function vectors({ uses: { vectors }, secretValue }: CredentialsContext): Credential[] {
  if (vectors === undefined) return []
  const data = { qdrantUrl: `http://${vectors.host}:${vectors.port}`, apiKey: secretValue('vectors') }
  return [{ id: 'gm-qdrant', name: 'Qdrant (this stack)', type: 'qdrantApi', data }]
}

function crawler({ uses: { crawler }, secretValue }: CredentialsContext): Credential[] {
  if (crawler === undefined) return []
  const data = { name: 'Authorization', value: `Bearer ${secretValue('crawler')}` }
  return [
    {
      id: 'gm-crawl4ai',
      name: `Crawl4AI (this stack, http://${crawler.host}:${crawler.port})`,
      type: 'httpHeaderAuth',
      data,
    },
  ]
}
