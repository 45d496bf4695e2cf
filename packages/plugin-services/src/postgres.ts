// PostgreSQL: the database that other services keep their data in. Each consumer gets its own role and database.
import { defineService } from '@geuse/plugin-api'
import { image, memoryMiB } from './settings.js'

/** Uid of `postgres` in the Debian image. */
const owner = 999

/** Asked over TCP: while the image initialises, its server listens on a socket only, and would seem ready too early. */
const ready = ['pg_isready', '-q', '-h', '127.0.0.1', '-p', '5432', '-U', 'postgres']

/** The service `postgres`. */
export const postgres = defineService({
  id: 'postgres',
  title: 'PostgreSQL database',
  config: (z) => z.object({ image: image(z, 'postgres:17.11'), 'memory-mib': memoryMiB(z, 256, 384) }),
  secrets: { 'superuser-password': { length: 32, alphabet: 'alnum', owner } },
  offers: { database: { port: 'sql', provision: new URL('./postgres/provision-database.sh', import.meta.url) } },
  ports: { sql: 5432 },
  volumes: { data: { kind: 'shared', owner, mode: 0o700 } },
  // A server reads the files of its own major version only.
  dataFormat: ({ image }) => `PostgreSQL ${/:(\d+)/.exec(image)?.[1] ?? `of ${image}`}`,
  probes: [{ kind: 'exec', command: ready, timeoutSeconds: 3, critical: true }],
  containers: ({ config }) => ({
    main: {
      image: config.image,
      user: `${owner}:${owner}`,
      // Recycling a log file renames and rewrites it, which costs more on a network file system than a new one.
      command: ['postgres', '-c', 'wal_recycle=off'],
      environment: { POSTGRES_PASSWORD_FILE: '/run/secrets/superuser-password', PGDATA: '/var/lib/postgresql/data' },
      memoryMiB: config['memory-mib'],
      shmMiB: 128,
      secrets: ['superuser-password'],
      volumes: { data: '/var/lib/postgresql/data' },
      // The first start writes a whole cluster over the network, each file with its own round trip.
      healthcheck: { command: ready, timeoutSeconds: 3, retries: 5, startPeriodSeconds: 600 },
      stopSeconds: 120,
    },
  }),
  hooks: {
    backup: new URL('./postgres/backup.sh', import.meta.url),
    restore: new URL('./postgres/restore.sh', import.meta.url),
    verify: new URL('./postgres/verify.sh', import.meta.url),
  },
})
