// n8n: the workflow editor, and what its address leads to. Its database is PostgreSQL, its code runs in runners of
// their own, and it is claimed by its owner before anyone else can reach it.
import { defineService, type Site } from '@geuse/plugin-api'
import { credentialsFile } from './n8n/credentials.js'
import { image, memoryMiB } from './settings.js'

/** Uid of `node` in n8n's image and of `runner` in that of its runners. */
const owner = 1000
const version = '2.46.5'

function secretFile(name: string) {
  return `/run/secrets/${name}`
}

/** Ready, not merely listening: this answers 200 only when the database is migrated. The image has no curl. */
function asks(url: string) {
  return ['node', '-e', `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`]
}

/**
 * What is the same for every stack. Runners are containers of their own: code of workflows runs away from n8n's keys.
 */
const always = {
  N8N_PORT: '5678',
  DB_TYPE: 'postgresdb',
  N8N_ENCRYPTION_KEY_FILE: secretFile('encryption-key'),
  N8N_RUNNERS_MODE: 'external',
  N8N_RUNNERS_AUTH_TOKEN_FILE: secretFile('runners-token'),
  N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '0.0.0.0',
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_PERSONALIZATION_ENABLED: 'false',
}

/** What follows from the address: links, webhooks, cookies, and whom to believe about a visitor's address. */
function urls(site: Site): Record<string, string> {
  return {
    N8N_HOST: site.host,
    N8N_PROTOCOL: site.https ? 'https' : 'http',
    N8N_EDITOR_BASE_URL: site.url,
    N8N_WEBHOOK_URL: `${site.url}/`,
    N8N_PROXY_HOPS: String(site.hops),
    N8N_SECURE_COOKIE: String(site.https),
  }
}

/** The service `n8n`. */
export const n8n = defineService({
  id: 'n8n',
  title: 'n8n workflow automation',
  config: (z) =>
    z.object({
      'owner-email': z.email().describe("e-mail address with which n8n's owner logs in"),
      'owner-first-name': z.string().min(1).max(32).default('Stack').describe("first name of n8n's owner"),
      'owner-last-name': z.string().min(1).max(32).default('Owner').describe("last name of n8n's owner"),
      timezone: z
        .string()
        .regex(/^[A-Za-z0-9_+/-]+$/)
        .default('UTC')
        .describe('time zone of schedules, like Europe/Berlin'),
      image: image(z, `n8nio/n8n:${version}`),
      'runners-image': image(z, `n8nio/runners:${version}`),
      // The editor, and beside it now and then a command of n8n's own, which loads as much again.
      'memory-mib': memoryMiB(z, 1024, 1280),
    }),
  secrets: {
    'encryption-key': { length: 48, alphabet: 'alnum', withData: true, owner },
    'runners-token': { length: 48, alphabet: 'alnum', owner },
    'owner-password': {
      length: 24,
      alphabet: 'alnum',
      withData: true,
      owner: 0,
      show: { label: 'n8n owner', username: (config) => config['owner-email'] },
    },
  },
  uses: {
    db: 'postgres.database',
    workflows: 'postgres.database',
    llm: 'ollama.api?',
    vectors: 'qdrant.api?',
    crawler: 'crawl4ai.api?',
  },
  ports: { http: 5678, broker: { port: 5679, internal: true } },
  ingress: { port: 'http', health: '/healthz/readiness', websockets: true, idleSeconds: 3600 },
  volumes: { home: { kind: 'shared', owner, mode: 0o700 } },
  // Migrations of its database run at the start, and go one way.
  dataVersion: ({ image }) => `n8n ${/:([^@]+)/.exec(image.split('/').at(-1) ?? '')?.[1] ?? image}`,
  probes: [{ kind: 'http', port: 'http', path: '/healthz/readiness', timeoutSeconds: 5, critical: true }],
  files: (cx) => ({ 'credentials.json': { owner, text: credentialsFile(cx) } }),
  containers: ({ config, uses, site, host }) => ({
    main: {
      image: config.image,
      user: `${owner}:${owner}`,
      environment: {
        ...always,
        ...urls(site),
        GENERIC_TIMEZONE: config.timezone,
        TZ: config.timezone,
        DB_POSTGRESDB_HOST: uses.db.host,
        DB_POSTGRESDB_PORT: String(uses.db.port),
        DB_POSTGRESDB_DATABASE: uses.db.database,
        DB_POSTGRESDB_USER: uses.db.user,
        DB_POSTGRESDB_PASSWORD_FILE: uses.db.secretFile,
      },
      memoryMiB: config['memory-mib'],
      secrets: ['encryption-key', 'runners-token', 'db'],
      files: { 'credentials.json': '/run/files/credentials.json' },
      volumes: { home: '/home/node/.n8n' },
      healthcheck: { command: asks('http://127.0.0.1:5678/healthz/readiness'), startPeriodSeconds: 600 },
      stopSeconds: 60,
    },
    runners: {
      image: config['runners-image'],
      sameTagAs: 'main',
      user: `${owner}:${owner}`,
      environment: {
        N8N_RUNNERS_AUTH_TOKEN_FILE: secretFile('runners-token'),
        N8N_RUNNERS_TASK_BROKER_URI: `http://${host('main')}:5679`,
        N8N_RUNNERS_AUTO_SHUTDOWN_TIMEOUT: '15',
        N8N_RUNNERS_TASK_TIMEOUT: '300',
      },
      memoryMiB: 384,
      pids: 512,
      secrets: ['runners-token'],
      healthcheck: { command: asks('http://127.0.0.1:5680/healthz') },
      after: ['main'],
    },
  }),
  jobs: {
    owner: {
      run: new URL('./n8n/owner.sh', import.meta.url),
      env: ({ config }) => ({
        OWNER_EMAIL: config['owner-email'],
        OWNER_FIRST_NAME: config['owner-first-name'],
        OWNER_LAST_NAME: config['owner-last-name'],
      }),
    },
    credentials: { run: new URL('./n8n/credentials.sh', import.meta.url) },
  },
})
