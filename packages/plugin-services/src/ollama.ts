// Ollama: language models on the instance. Its API has no authentication, so it is reached from the instance and by
// the services that use it only.
import { defineService } from '@geuse/plugin-api'
import { image, memoryMiB } from './settings.js'

/** The service `ollama`. */
export const ollama = defineService({
  id: 'ollama',
  title: 'Ollama language models',
  config: (z) => z.object({ image: image(z, 'ollama/ollama:0.34.2'), 'memory-mib': memoryMiB(z, 1024, 2560) }),
  offers: { api: { port: 'http' } },
  ports: { http: 11434 },
  volumes: { models: { kind: 'cache', owner: 0 } },
  probes: [{ kind: 'http', port: 'http', path: '/api/version', timeoutSeconds: 10, critical: false }],
  gpu: 'optional',
  containers: ({ config }) => ({
    main: {
      image: config.image,
      // A model that is not in memory yet may take minutes to load from a disk of this kind.
      environment: { OLLAMA_HOST: '0.0.0.0:11434', OLLAMA_LOAD_TIMEOUT: '15m' },
      memoryMiB: config['memory-mib'],
      volumes: { models: '/root/.ollama' },
      // The image has neither curl nor wget.
      healthcheck: { command: ['ollama', 'list'], timeoutSeconds: 10 },
      gpu: true,
    },
  }),
})
