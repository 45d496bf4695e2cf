// Qdrant: the vector database. It needs a block device (on a network file system it corrupts its data), so its
// storage is on the instance's disk. A checkpoint is a snapshot of every collection, by Qdrant's own API, on EFS.
import { defineService } from '@geuse/plugin-api'
import { image, memoryMiB } from './settings.js'

/** The image has neither curl nor wget, but bash. */
const ready =
  "exec 3<>/dev/tcp/127.0.0.1/6333 && printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && grep -q ' 200 ' <&3"

/** The service `qdrant`. */
export const qdrant = defineService({
  id: 'qdrant',
  title: 'Qdrant vector database',
  config: (z) => z.object({ image: image(z, 'qdrant/qdrant:v1.19.0'), 'memory-mib': memoryMiB(z, 256, 512) }),
  secrets: { 'api-key': { length: 32, alphabet: 'hex', owner: 0, show: { label: 'Qdrant API key' } } },
  offers: { api: { port: 'http', secret: 'api-key' } },
  ports: { http: 6333, grpc: 6334 },
  volumes: { storage: { kind: 'block', rpoSeconds: 900, owner: 0 }, snapshots: { kind: 'shared', owner: 0 } },
  probes: [{ kind: 'http', port: 'http', path: '/readyz', timeoutSeconds: 5, critical: false }],
  files: ({ secretValue }) => ({
    'local.yaml': { owner: 0, text: `service:\n  api_key: "${secretValue('api-key')}"\n` },
  }),
  containers: ({ config }) => ({
    main: {
      image: config.image,
      environment: { QDRANT__TELEMETRY_DISABLED: 'true' },
      memoryMiB: config['memory-mib'],
      files: { 'local.yaml': '/qdrant/config/local.yaml' },
      volumes: { storage: '/qdrant/storage', snapshots: '/qdrant/snapshots' },
      healthcheck: { command: ['bash', '-c', ready] },
      stopSeconds: 60,
    },
  }),
  hooks: {
    checkpoint: new URL('./qdrant/checkpoint.sh', import.meta.url),
    restore: new URL('./qdrant/restore.sh', import.meta.url),
  },
})
