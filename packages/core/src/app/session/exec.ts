// A command in a container of a stack, or on its instance: with the person's terminal, or for a script, which gets its
// output and its exit code.
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { sessionText } from '@geuse/instance-contract'
import { GmError } from '@geuse/plugin-api'
import type { SessionPurpose } from '../../aws/instance/session.js'
import { startSessionPlugin } from '../../aws/instance/session-plugin.js'
import { didYouMean } from '../../config/did-you-mean.js'
import { isContainerOf } from '../../model/container-name.js'
import type { Document } from '../../state/document.js'
import type { Host } from '../host.js'
import type { KnownStackRequest } from '../stack/load.js'
import { servicesOf, sessionPlace } from './place.js'
import { SessionOutput } from './session-output.js'

/** What is to be run. */
export interface ExecRequest extends KnownStackRequest {
  /** Id of a service, or name of one of its containers; the instance itself without one. */
  readonly container?: string | undefined
  /** Words of the command; a shell without any. */
  readonly command: readonly string[]
}

/** Where it is run. */
export interface ExecScreen {
  /** Whether a person has a terminal, which the command gets. */
  readonly interactive: boolean
  /** Takes the command's output where it has no terminal. */
  readonly output: Writable
}

/** Zero bytes end words, so that none can hold one. */
const end = '\0'

/**
 * Runs a command, and waits for its end.
 * @param signal ends it
 * @returns its exit code; that of the plugin where the command has the terminal, as Session Manager tells no other
 * @throws GmError NOT_FOUND, CONFIG_INVALID, CLOUD_FAILED when the session broke off
 */
export async function exec(
  host: Host,
  request: ExecRequest,
  { interactive, output }: ExecScreen,
  signal: AbortSignal,
): Promise<number> {
  const { container } = request
  const place = await sessionPlace(host, request)
  if (container !== undefined) await demandContainer(place.document, container)
  const session = await place.open(purposeOf(request, interactive), signal)
  try {
    const child = startSessionPlugin(session.call, interactive ? 'inherit' : ['ignore', 'pipe', 'inherit'])
    signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
    const told = new SessionOutput(output)
    child.stdout?.on('data', (chunk: Buffer) => told.take(chunk))
    const [code] = (await once(child, 'close')) as [number | null]
    if (interactive) return code ?? 1
    return told.end() ?? brokenOff(place.document, code)
  } finally {
    await session.end()
  }
}

function purposeOf({ container, command }: ExecRequest, interactive: boolean): SessionPurpose {
  const usual = container === undefined ? ['bash', '-l'] : ['sh']
  const text = sessionText('exec', {
    ...(container === undefined ? {} : { container }),
    words: encoded(command.length > 0 ? command : usual),
    terminal: interactive ? 'yes' : 'no',
  })
  return interactive
    ? { document: 'AWS-StartInteractiveCommand', parameters: { command: text } }
    : { document: 'AWS-StartNonInteractiveCommand', parameters: { command: text, separateOutputStream: 'true' } }
}

function encoded(words: readonly string[]): string {
  return Buffer.from(words.map((word) => word + end).join('')).toString('base64url')
}

async function demandContainer(document: Document, container: string): Promise<void> {
  const services = servicesOf(document)
  if ([...services, 'edge'].some((id) => isContainerOf(id, container))) return
  const name = document.stack_name
  const guess = await didYouMean(container, services)
  throw new GmError(
    'CONFIG_INVALID',
    `${name} has no service ${JSON.stringify(container)}${guess || `; there are: ${services.join(', ')}, edge`}`,
    {
      hints: [`gm exec ${name} ${services[0] ?? 'edge'}`, `gm exec ${name} -- ${container}   # on the instance itself`],
    },
  )
}

function brokenOff({ stack_name: name }: Document, code: number | null): never {
  throw new GmError('CLOUD_FAILED', `The session ended before the command did (session-manager-plugin: ${code})`, {
    hints: [`gm status ${name}`],
  })
}
