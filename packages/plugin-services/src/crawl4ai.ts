// Crawl4AI: web pages as text for models. Without a token it serves its own container only, so it always has one.
import { defineService } from '@geuse/plugin-api'
import { image, memoryMiB } from './settings.js'

/** Uid of `appuser` in the image. */
const owner = 999

/** The service `crawl4ai`. */
export const crawl4ai = defineService({
  id: 'crawl4ai',
  title: 'Crawl4AI web crawler',
  config: (z) => z.object({ image: image(z, 'unclecode/crawl4ai:0.9.6'), 'memory-mib': memoryMiB(z, 1536, 1920) }),
  // The image looks for a file of exactly this name.
  secrets: { api_token: { length: 48, alphabet: 'alnum', owner, show: { label: 'Crawl4AI API token' } } },
  offers: { api: { port: 'http', secret: 'api_token' } },
  ports: { http: 11235 },
  probes: [{ kind: 'http', port: 'http', path: '/health', timeoutSeconds: 5, critical: false }],
  containers: ({ config }) => ({
    main: {
      image: config.image,
      user: `${owner}:${owner}`,
      // Containers of this Docker have no IPv6 loopback, and the default is an IPv6 address.
      environment: { GUNICORN_BIND: '0.0.0.0:11235' },
      memoryMiB: config['memory-mib'],
      // Browsers keep their pages in shared memory.
      shmMiB: 1024,
      pids: 512,
      secrets: ['api_token'],
      healthcheck: { command: ['curl', '-fsS', '-o', '/dev/null', 'http://127.0.0.1:11235/health'] },
    },
  }),
})
