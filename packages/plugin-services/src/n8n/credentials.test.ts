// One credential for each service that is there, and values of secrets only as placeholders.
import { expect } from 'chai'
import { credentialsFile, type CredentialsContext } from './credentials.js'

function offer(host: string, port: number) {
  return {
    host,
    port,
    database: 'n8n_workflows',
    user: 'n8n_workflows',
    secret: 's',
    secretFile: '/run/secrets/s',
  }
}

const workflows = offer('postgres', 5432)

function file(uses: Partial<CredentialsContext['uses']>) {
  return JSON.parse(
    credentialsFile({
      uses: { workflows, llm: undefined, vectors: undefined, crawler: undefined, ...uses },
      secretValue: (name) => `@@${name}@@`,
    }),
  ) as { id: string; data: Record<string, unknown> }[]
}

describe('credentialsFile', () => {
  it('has a database for workflows, which is not that of n8n itself', () => {
    expect(file({})).to.deep.equal([
      {
        id: 'gm-postgres',
        name: 'PostgreSQL (this stack)',
        type: 'postgres',
        data: {
          host: 'postgres',
          port: 5432,
          database: 'n8n_workflows',
          user: 'n8n_workflows',
          password: '@@workflows@@',
          ssl: 'disable',
        },
      },
    ])
  })

  it('has one for each other service that is there', () => {
    const all = file({ llm: offer('ollama', 11434), vectors: offer('qdrant', 6333), crawler: offer('crawl4ai', 11235) })
    expect(all.map(({ id }) => id)).to.deep.equal(['gm-postgres', 'gm-ollama', 'gm-qdrant', 'gm-crawl4ai'])
    expect(all[1]?.data).to.deep.equal({ baseUrl: 'http://ollama:11434' })
    expect(all[2]?.data).to.deep.equal({ qdrantUrl: 'http://qdrant:6333', apiKey: '@@vectors@@' })
    expect(all[3]?.data).to.deep.equal({ name: 'Authorization', value: 'Bearer @@crawler@@' })
  })
})
