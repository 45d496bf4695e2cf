// The service `hello`: what gm needs to know to run it beside the others.
import { contribute, defineService } from '@geuse/plugin-api'

const service = defineService({
  id: 'hello',
  title: 'Hello',
  // Settings: `--set hello.greeting=…`. What describes them is shown by `gm services`.
  config: (z) =>
    z.object({
      image: z.string().default('docker.io/traefik/whoami:v1.11.0').describe('container image, with its version'),
      greeting: z.string().default('hello').describe('what it says first'),
    }),
  // Another service reaches it as http://hello:8088; the world does not.
  ports: { http: 8088 },
  probes: [{ kind: 'http', port: 'http', path: '/health', timeoutSeconds: 3, critical: false }],
  containers: ({ config }) => ({
    main: {
      image: config.image,
      memoryMiB: 64,
      environment: { WHOAMI_NAME: config.greeting, WHOAMI_PORT_NUMBER: '8088' },
    },
  }),
})

export default contribute({ api: '1.0', services: [service] })
