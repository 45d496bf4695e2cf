// `gm monitor`: a stack watched from here, and mended by the same operation as `gm deploy` where somebody wants that.
import { GmError, type RunEvent } from '@geuse/plugin-api'
import type { Document } from '../../state/document.js'
import { deploy } from '../deploy/deploy.js'
import type { Host } from '../host.js'
import { openRunOf } from '../stack/account.js'
import { type KnownStackRequest, loadStack } from '../stack/load.js'
import { thresholdsOf } from '../status/health-record.js'
import { inspect } from '../status/inspect.js'
import { LookMemory } from './look.js'
import { type MonitorEntry, watch } from './watch.js'

/** What is asked for. */
export interface MonitorRequest extends KnownStackRequest {
  /** Seconds between two looks; the person's setting without it. */
  readonly interval?: number | undefined
  readonly once: boolean
  /** Whether the stack is mended. */
  readonly heal: boolean
}

/** Shows a run that mends the stack, for as long as it lasts. */
export type ShowRun = (work: (listen: (event: RunEvent) => void) => Promise<void>) => Promise<void>

/**
 * @param show shows a run that mends the stack
 * @param signal ends the watching
 * @returns looks, and what was done about them
 * @throws GmError STACK_UNKNOWN, NOT_FOUND for a stack without an instance, ACCOUNT_MISMATCH
 */
export async function monitor(
  host: Host,
  request: MonitorRequest,
  show: ShowRun,
  signal: AbortSignal,
): Promise<AsyncGenerator<MonitorEntry>> {
  const { name, profile, interval, once } = request
  const known = await loadStack(host, name, profile)
  if (known.instance_id === null) throw lacking(known)
  const { clients } = await openRunOf(host, known, profile, (scope) =>
    scope.clients.preload(scope.clients.ec2, scope.clients.ssm),
  )
  const memory = new LookMemory(thresholdsOf(host.settings))
  return watch({
    clock: host.clock,
    signal,
    once,
    intervalSeconds: interval ?? host.settings.health_check_interval_seconds,
    look: async () => {
      // Another instance may have come meanwhile, of this monitor or of somebody's deploy.
      const document = (await host.store.load(name)) ?? known
      const id = document.instance_id
      if (id === null) throw lacking(document)
      const seen = await inspect(host, id, { document, clients, signal }, memory.answers)
      return memory.judged(document, seen, host.now())
    },
    heal: request.heal ? () => show((listen) => mend(host, request, listen, signal)) : undefined,
  })
}

async function mend(
  host: Host,
  { name, profile }: MonitorRequest,
  listen: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const prepared = await deploy.prepare(host, { name, flags: { profile } }, { signal })
  await deploy.run(host, prepared, { signal, listen })
}

function lacking({ stack_name: name, status }: Document): GmError {
  return new GmError('NOT_FOUND', `${name} has no instance to be watched: it is ${status}`, {
    hints: [`gm status ${name}`, `gm deploy ${name}`],
  })
}
