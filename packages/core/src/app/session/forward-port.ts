// A port of an instance's loopback on this computer's: carried by a session for as long as it is wanted.
import { once } from 'node:events'
import { GmError } from '@geuse/plugin-api'
import { startSessionPlugin } from '../../aws/instance/session-plugin.js'
import type { SessionPlace } from './place.js'

/** Which port, and where. */
export interface PortPair {
  /** On the instance. */
  readonly port: number
  /** On this computer, free. */
  readonly localPort: number
}

/** A port that takes connections. */
export interface ForwardedPort {
  /** Resolves to why it takes none any more. */
  readonly ended: Promise<GmError>
  /** Closes it, and its session. */
  close(): Promise<void>
}

/** What the plugin writes once it listens. */
const listening = 'Waiting for connections'

/**
 * @param signal closes it
 * @returns it, when it takes connections
 * @throws GmError CLOUD_FAILED when the session broke off before, TIMED_OUT, DENIED
 */
export async function forwardPort(
  place: SessionPlace,
  { port, localPort }: PortPair,
  signal: AbortSignal,
): Promise<ForwardedPort> {
  const session = await place.open(
    {
      document: 'AWS-StartPortForwardingSession',
      parameters: { portNumber: String(port), localPortNumber: String(localPort) },
    },
    signal,
  )
  const child = startSessionPlugin(session.call, ['ignore', 'pipe', 'inherit'])
  const kill = (): void => void child.kill('SIGTERM')
  signal.addEventListener('abort', kill, { once: true })
  let said = ''
  const ended = once(child, 'close').then(
    ([code]) => brokenOff(place.document.stack_name, said, code as number | null),
    (error: Error) => brokenOff(place.document.stack_name, error.message, null),
  )
  const close = async (): Promise<void> => {
    signal.removeEventListener('abort', kill)
    kill()
    await ended
    await session.end()
  }
  const isOpen = new Promise<undefined>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (said.includes(listening)) return
      said += chunk.toString()
      if (said.includes(listening)) resolve(undefined)
    })
  })
  const failure = await Promise.race([isOpen, ended])
  if (failure === undefined) return { ended, close }
  await close()
  signal.throwIfAborted()
  throw failure
}

function brokenOff(name: string, said: string, code: number | null): GmError {
  const why = said.trim().split('\n').at(-1) ?? ''
  return new GmError('CLOUD_FAILED', `The session ended (session-manager-plugin: ${code}): ${why}`, {
    hints: [`gm status ${name}`],
  })
}
