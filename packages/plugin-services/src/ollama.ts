// Ollama: language models on the instance. Its API has no authentication, so it is reached from the instance and by
// the services that use it only.
import { defineService, type InstanceShape, type Zod } from '@geuse/plugin-api'
import { image, memoryMiB } from './settings.js'

/** `[host/][namespace/]model[:tag]`, as in Ollama's documentation: no character of it means anything to a shell. */
const modelName = /^\w[\w.-]*(:\d+)?(\/\w[\w.-]*){0,3}(:\w[\w.-]*)?$/

function models(z: Zod) {
  const one = z.string().regex(modelName, 'not the name of a model, like llama3.2:1b').max(200)
  const about = `models to pull, with commas between them; none: empty; ${smallModel} without, with a GPU ${largeModel}`
  return z.array(one).max(20).optional().describe(about)
}

/** What a CPU answers with in time, and what a GPU of 16 GB holds. */
const smallModel = 'llama3.2:1b'
const largeModel = 'llama3.1:8b'

function usualModels({ gpu }: InstanceShape): readonly string[] {
  return [gpu ? largeModel : smallModel]
}

/** Fails where a model ran on the CPU, all of it or a part, though there is a GPU. */
const onGpu = '[[ -z ${GM_GPU:-} ]] || ! ollama ps | grep -q CPU'

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
  probes: [
    { kind: 'http', port: 'http', path: '/api/version', timeoutSeconds: 10, critical: false },
    // Where there is a GPU, a model that is in memory has to be in the GPU's: `ollama ps` says where each runs.
    { kind: 'exec', command: ['bash', '-c', onGpu], timeoutSeconds: 10, critical: false },
  ],
  gpu: 'optional',
  containers: ({ config, instance }) => ({
    main: {
      image: config.image,
      // A model that is not in memory yet may take minutes to load from a disk of this kind.
      environment: {
        OLLAMA_HOST: '0.0.0.0:11434',
        OLLAMA_LOAD_TIMEOUT: '15m',
        ...(instance.gpu ? { GM_GPU: '1' } : {}),
      },
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
      env: ({ config, instance }) => ({ MODELS: (config.models ?? usualModels(instance)).join(' ') }),
    },
  },
})
