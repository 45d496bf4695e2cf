// The service `open-webui`: a chat with the models of Ollama. It is reached by `gm forward my-stack open-webui` and not
// from the internet: whoever signs up first is its administrator.
import { contribute, defineService } from '@geuse/plugin-api'

const port = 8080
const data = '/app/backend/data'

const openWebUi = defineService({
  id: 'open-webui',
  title: 'Open WebUI, a chat with the models',
  config: (z) =>
    z.object({
      // https://github.com/open-webui/open-webui/releases
      image: z.string().default('ghcr.io/open-webui/open-webui:v0.9.5').describe('container image, with its version'),
      name: z.string().max(60).default('Open WebUI').describe('what the page is called'),
      'memory-mib': z.coerce.number().int().min(768).max(16_384).default(1536).describe('memory limit in MiB'),
    }),
  secrets: { 'session-key': { length: 48, alphabet: 'alnum', owner: 0 } },
  uses: { llm: 'ollama.api' },
  ports: { http: port },
  // SQLite and a network file system do not go together, so its data is on the instance's disk, and copied.
  volumes: { data: { kind: 'block', rpoSeconds: 900, owner: 0 } },
  probes: [{ kind: 'http', port: 'http', path: '/health', timeoutSeconds: 10, critical: false }],
  // The image signs its sessions with what this file says, where no variable says it.
  files: ({ secretValue }) => ({ 'session-key': { owner: 0, text: secretValue('session-key') } }),
  containers: ({ config, uses }) => ({
    main: {
      image: config.image,
      environment: {
        WEBUI_NAME: config.name,
        OLLAMA_BASE_URL: `http://${uses.llm.host}:${uses.llm.port}`,
        ENABLE_OPENAI_API: 'false',
      },
      memoryMiB: config['memory-mib'],
      files: { 'session-key': '/app/backend/.webui_secret_key' },
      volumes: { data },
      healthcheck: {
        command: ['curl', '-fsS', '-o', '/dev/null', `http://127.0.0.1:${port}/health`],
        // Its first start moves a database through all its versions.
        startPeriodSeconds: 120,
      },
    },
  }),
  hooks: {
    checkpoint: new URL('../scripts/checkpoint.sh', import.meta.url),
    restore: new URL('../scripts/restore.sh', import.meta.url),
  },
})

export default contribute({ api: '1.0', services: [openWebUi] })
