// Services for the tests of composition: small ones that use each other in every way.
import { defineService, type InstanceShape, type Service, type Site } from '@geuse/plugin-api'
import { siteAt } from '../model/site.js'
import { compose, type Composed } from './composed.js'
import { configure } from './settings.js'

/** An address with TLS, one proxy. */
export const site: Site = siteAt('203.0.113.7', { tlsEnd: 'edge', hops: 1 })
/** An instance without a GPU. */
export const instance: InstanceShape = { arch: 'x86_64', memoryMiB: 8192, gpu: false }

/** Offers accounts. */
export const db = defineService({
  id: 'db',
  title: 'Database',
  config: (z) => z.object({}),
  secrets: { root: { length: 32, alphabet: 'alnum', owner: 999 } },
  offers: { database: { port: 'sql', provision: new URL('file:///provision.sh') } },
  ports: { sql: 5432 },
  volumes: { data: { kind: 'shared', owner: 999, mode: 0o700 } },
  probes: [{ kind: 'exec', command: ['ready', '--now'], timeoutSeconds: 3, critical: true }],
  containers: () => ({
    main: { image: 'db:17', user: '999:999', memoryMiB: 100, secrets: ['root'], volumes: { data: '/data' } },
  }),
}) as unknown as Service

/** Offers an API with a key. */
export const index = defineService({
  id: 'search-index',
  title: 'Index',
  config: (z) => z.object({}),
  secrets: { key: { length: 16, alphabet: 'hex', show: { label: 'Key of the index' } } },
  offers: { api: { port: 'http', secret: 'key' }, open: { port: 'http' } },
  ports: { http: 6333 },
  volumes: { vectors: { kind: 'cache', owner: 0 } },
  probes: [{ kind: 'tcp', port: 'http', timeoutSeconds: 5, critical: false }],
  files: ({ secretValue }) => ({ 'conf.yaml': { owner: 0, text: `key: ${secretValue('key')}\n` } }),
  containers: () => ({
    main: {
      image: 'index:1',
      memoryMiB: 200,
      volumes: { vectors: '/vectors' },
      files: { 'conf.yaml': '/etc/conf.yaml' },
      gpu: true,
    },
  }),
}) as unknown as Service

/** Uses both, the index only if it is there; has a sidecar and a job. */
export const web = defineService({
  id: 'web',
  title: 'Web',
  config: (z) =>
    z.object({
      owner: z.email(),
      models: z.array(z.string()).default(['small']),
      size: z.number().default(1),
      open: z.boolean().default(false),
      image: z.string().default('registry.example:5000/web:3'),
    }),
  secrets: {
    token: { length: 24, alphabet: 'alnum', owner: 1000, show: { label: 'Web', username: (config) => config.owner } },
  },
  uses: { store: 'db.database', find: 'search-index.api?', look: 'search-index.open?' },
  ports: { http: 8080, inner: { port: 9090, internal: true } },
  ingress: { port: 'http', health: '/ready', websockets: true, idleSeconds: 600 },
  probes: [{ kind: 'http', port: 'http', path: '/ready', timeoutSeconds: 5, critical: true }],
  containers: ({ config, uses, site, host }) => ({
    main: {
      image: config.image,
      user: '1000:1000',
      memoryMiB: 300,
      environment: {
        URL: site.url,
        DB: `${uses.store.host}:${uses.store.port}/${uses.store.database}`,
        PRICE: '$5',
        FIND: uses.find?.secretFile ?? 'none',
      },
      secrets: ['token', 'store', ...(uses.find === undefined ? [] : (['find'] as const))],
    },
    worker: { image: 'worker:1', user: '1000', memoryMiB: 50, after: ['main'], environment: { MAIN: host('main') } },
  }),
  jobs: { claim: { run: new URL('file:///claim.sh'), env: ({ config }) => ({ OWNER: config.owner }) } },
}) as unknown as Service

/** @param services in the order of starting @returns them composed, with `raw` settings of `web` */
export function composeAll(
  services: readonly Service[],
  where: Site = site,
  raw: Readonly<Record<string, string>> = { owner: 'a@example.com' },
): Composed[] {
  return services.map((service) => {
    const { config } = configure(service, service.id === 'web' ? raw : {})
    return compose({ service, config, selected: services, site: where, instance })
  })
}

/** A service that is wrong somewhere. */
export function broken(id: string, changes: Partial<Service>): Service {
  const base: Service = {
    id,
    title: id,
    config: (z) => z.object({}),
    ports: {},
    probes: [],
    containers: () => ({ main: { image: 'a:1', memoryMiB: 1 } }),
  }
  return { ...base, ...changes }
}
