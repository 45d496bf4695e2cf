// Ollama: language models on the instance. Its API has no authentication, so it is reached from the instance and by
// the services that use it only.
import { defineService, type Zod } from '@geuse/plugin-api'
import { image, memoryMiB } from './settings.js'

/** `[host/][namespace/]model[:tag]`, as in Ollama's documentation: no character of it means anything to a shell. */
const modelName = /^\w[\w.-]*(:\d+)?(\/\w[\w.-]*){0,3}(:\w[\w.-]*)?$/

function models(z: Zod) {
  const one = z.string().regex(modelName, 'not the name of a model, like llama3.2:1b').max(200)
  return z.array(one).max(20).default(['llama3.2:1b']).describe('models to pull, with commas between them; none: empty')
}

/** The service `ollama`. */
export const ollama = defineService({
  id: 'ollama',
  title: 'Ollama language models',
  config: (z) =>
    z.object({
      image: image(z, 'ollama/ollama:0.34.2'),
      models: models(z),
      'memory-mib': memoryMiB(z, 1024, 2560),
    }),
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
  jobs: {
    // Gigabytes, which nobody waits for: n8n is there before its models are.
    models: {
      run: new URL('./ollama/models.sh', import.meta.url),
      background: true,
      env: ({ config }) => ({ MODELS: config.models.join(' ') }),
    },
  },
})
