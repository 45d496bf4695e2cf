// Debian's docker-registry over a folder, on a loopback port of its own, for as long as images are pushed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const startDeadlineMs = 15_000
const pollMs = 50

/** A running registry. */
export interface Registry {
  /** Like `127.0.0.1:41234`; Docker trusts loopback addresses without TLS. */
  readonly host: string
  stop(): Promise<void>
}

/**
 * Starts one.
 * @param storage the folder that it keeps images in
 * @param scratch a folder for its configuration
 * @param environment in which the program is found
 * @throws Error when it does not answer within fifteen seconds
 */
export async function startRegistry(
  storage: string,
  scratch: string,
  environment: NodeJS.ProcessEnv,
): Promise<Registry> {
  await mkdir(storage, { recursive: true })
  const host = `127.0.0.1:${await freePort()}`
  const path = join(scratch, 'registry.json')
  await writeFile(path, JSON.stringify(configuration(storage, host)))
  // It ends with this process, however that ends.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'docker-registry', 'serve', path], {
    stdio: 'ignore',
    env: environment,
  })
  const ended = once(child, 'exit').then(() => undefined)
  const stop = () => end(child, ended)
  await answers(host, child).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { host, stop }
}

/** YAML that is JSON. Nothing is traced, and nobody is asked whether there is a newer version. */
function configuration(storage: string, host: string) {
  return {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storage }, delete: { enabled: true } },
    http: { addr: host },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function answers(host: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startDeadlineMs
  let failed: Error | undefined
  child.once('error', (error) => (failed = error))
  for (;;) {
    const ok = await fetch(`http://${host}/v2/`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) return
    if (failed !== undefined || child.exitCode !== null || Date.now() > deadline)
      throw new Error(`docker-registry did not start${failed === undefined ? '' : `: ${failed.message}`}.`)
    await sleep(pollMs)
  }
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await ended
}
