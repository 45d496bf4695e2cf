// The logs of a stack: of one service, of the boot, or of all, once or for as long as somebody listens.
import { GmError } from '@geuse/plugin-api'
import { consoleLines } from '../../aws/instance/console-output.js'
import { ssmInstance } from '../../aws/instance/ssm-command.js'
import { anyInstance } from '../../aws/resources/compute/describe-instance.js'
import { didYouMean } from '../../config/did-you-mean.js'
import type { Document } from '../../state/document.js'
import type { Host } from '../host.js'
import { openRunOf } from '../stack/account.js'
import { loadStack } from '../stack/load.js'
import type { LogPiece, LogQuestion } from './log-source.js'
import { readLogs } from './read-logs.js'
import { secondsAgo } from './since.js'

/** What is asked for, as it was typed. */
export interface LogsRequest {
  readonly name: string
  readonly service: string
  readonly follow: boolean
  /** A duration or a time. */
  readonly since?: string | undefined
  /** A number of lines, or `all`. */
  readonly tail?: string | undefined
  readonly profile?: string | undefined
}

/** Logs about to be read. */
export interface OpenLogs {
  /** Whose lines may come, in the order of the stack. */
  readonly sources: readonly string[]
  readonly pieces: AsyncGenerator<LogPiece>
}

/** Lines of each container where neither time nor number was asked for. */
const usualTail = 100
/** What tells lines beside the services. */
const others = ['edge', 'boot']
/** Seconds: who is not registered now is asked again by the reader. */
const waiting = { registered: 0, done: 60 }

/**
 * @param request what is asked for
 * @param signal ends the reading
 * @throws GmError CONFIG_INVALID, STACK_UNKNOWN, NOT_FOUND for a stack without an instance
 */
export async function logs(host: Host, request: LogsRequest, signal: AbortSignal): Promise<OpenLogs> {
  const document = await loadStack(host, request.name, request.profile)
  const sources = [...document.plugins.flatMap(({ services }) => services.map(({ id }) => id)), ...others]
  const question = await questionOf(request, sources, host.clock.now())
  const instanceId = document.instance_id ?? lacking(document)
  const { clients } = await openRunOf(host, document, request.profile, (scope) =>
    scope.clients.preload(scope.clients.ssm),
  )
  const cx = { aws: clients, clock: host.clock, signal, note: () => undefined }
  const pieces = readLogs(
    {
      stack: request.name,
      instanceId,
      instance: ssmInstance(cx, instanceId, waiting),
      console: () => consoleLines(cx, instanceId),
      state: async () => (await anyInstance(cx, instanceId))?.State?.Name,
      clock: host.clock,
      signal,
    },
    question,
  )
  return { sources, pieces }
}

async function questionOf(request: LogsRequest, sources: readonly string[], now: number): Promise<LogQuestion> {
  const { service, follow, since, tail } = request
  if (service !== 'all' && !sources.includes(service)) {
    const guess = await didYouMean(service, sources)
    throw new GmError(
      'CONFIG_INVALID',
      `${request.name} has no service ${JSON.stringify(service)}${guess || `; there are: ${sources.join(', ')}, all`}`,
      { hints: [`gm logs ${request.name}   # of all`] },
    )
  }
  const usual = since === undefined ? usualTail : undefined
  return {
    service,
    follow,
    since: since === undefined ? undefined : secondsAgo(since, now),
    tail: tail === undefined ? usual : linesOf(tail),
  }
}

/** @returns undefined for all of them */
function linesOf(tail: string): number | undefined {
  if (tail === 'all') return undefined
  if (/^\d{1,4}$/.test(tail)) return Number(tail)
  throw new GmError('CONFIG_INVALID', `--tail ${JSON.stringify(tail)} is neither a number up to 9999 nor all`, {
    hints: ['--tail 200', '--tail all'],
  })
}

function lacking({ stack_name: name, status }: Document): never {
  throw new GmError('NOT_FOUND', `${name} has no instance whose logs could be read: it is ${status}`, {
    hints: [`gm status ${name}`, `gm deploy ${name}`],
  })
}
