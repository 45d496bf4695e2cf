// A stand-in for AWS's Session Manager plugin on the PATH of a `gm`: it writes down how it was called, plays what the
// true one would show, and leads connections to a port of the instance through the account's endpoint.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How the plugin was called. */
export interface PluginRecord {
  /** Its arguments. */
  readonly argv: readonly string[]
  /** What StartSession answered, as it was handed on. */
  readonly response: { readonly SessionId: string; readonly TokenValue: string; readonly StreamUrl: string }
}

const script = `#!${process.execPath}
const { writeFileSync } = require('node:fs')
const { request } = require('node:http')
const { createServer } = require('node:net')
const [, , ...argv] = process.argv
if (argv[0] === '--version') {
  console.log(process.env.FAKE_PLUGIN_VERSION ?? '1.2.707.0')
  process.exit(0)
}
const response = JSON.parse(process.env[argv[0]])
writeFileSync(process.env.FAKE_PLUGIN_RECORD, JSON.stringify({ argv, response }))
const { DocumentName, Parameters } = JSON.parse(argv[4])
console.log('\\nStarting session with SessionId: ' + response.SessionId)
if (DocumentName === 'AWS-StartPortForwardingSession') {
  const most = Number(process.env.FAKE_PLUGIN_BREAKS_AFTER ?? Infinity)
  let passed = 0
  const passTo = (to) => (chunk) => {
    const rest = Math.max(0, most - passed)
    passed += chunk.length
    to.write(chunk.subarray(0, rest), () => {
      if (passed > most) process.exit(1)
    })
  }
  const headers = { connection: 'upgrade', upgrade: 'gm-sandbox-port', authorization: response.TokenValue }
  const { pathname, search } = new URL(response.StreamUrl)
  const lead = (client) => {
    const asked = request(argv[5] + pathname + search, { headers, agent: false })
    const end = () => client.destroy()
    client.on('error', end)
    asked.on('response', end).on('error', end)
    asked.on('upgrade', (_answer, inside, head) => {
      if (head.length > 0) client.write(head)
      inside.on('data', passTo(client)).on('error', end).on('close', () => client.end())
      client.on('data', passTo(inside)).on('close', () => inside.destroy())
    })
    asked.end()
  }
  const port = Parameters.localPortNumber[0]
  createServer(lead).listen(Number(port), '127.0.0.1', () => {
    console.log('Port ' + port + ' opened for sessionId ' + response.SessionId + '.')
    console.log('Waiting for connections...')
  })
} else {
  process.stdout.write(process.env.FAKE_PLUGIN_OUTPUT ?? 'Filesystem\\n')
  const isTold = DocumentName === 'AWS-StartNonInteractiveCommand' && process.env.FAKE_PLUGIN_CODE !== 'none'
  if (isTold) process.stdout.write('EXIT_CODE: ' + (process.env.FAKE_PLUGIN_CODE ?? '0'))
  console.log('\\n\\nExiting session with sessionId: ' + response.SessionId + '.\\n')
}
`

/** The stand-in, in a folder of its own. */
export class SessionPlugin {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** @param folder of the test */
  static async in(folder: string): Promise<SessionPlugin> {
    const bin = join(folder, 'plugin bin')
    await mkdir(bin, { recursive: true })
    await writeFile(join(bin, 'session-manager-plugin'), script)
    await chmod(join(bin, 'session-manager-plugin'), 0o755)
    return new SessionPlugin(bin)
  }

  /** For a `gm` that is to find it. */
  get env(): Record<string, string> {
    return {
      PATH: `${this.#folder}:${process.env['PATH'] ?? ''}`,
      FAKE_PLUGIN_RECORD: join(this.#folder, 'record.json'),
    }
  }

  /** @returns how it was last called */
  async last(): Promise<PluginRecord> {
    return JSON.parse(await readFile(join(this.#folder, 'record.json'), 'utf8')) as PluginRecord
  }
}
