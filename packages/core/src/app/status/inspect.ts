// One look at a living stack: its instance in EC2, its boot, its jobs and its services by the instance's own word, its
// public URL from here.
import type { BootStatus, Health } from '@geuse/instance-contract'
import { isGmError } from '@geuse/plugin-api'
import { anyInstance } from '../../aws/resources/compute/describe-instance.js'
import { consoleDiagnostics } from '../../aws/resources/checks/boot-diagnostics.js'
import { ssmInstance } from '../../aws/instance/ssm-command.js'
import { type HttpProbe, httpProbe } from '../../aws/instance/http-probe.js'
import { judge } from '../../health/judgement.js'
import { judgeReach } from '../../health/reach.js'
import { bootSeen, noticeSeen, type BootSeen } from './boot-seen.js'
import { thresholdsOf } from './health-record.js'
import { instanceProblems } from './instance-problems.js'
import type { Host } from '../host.js'
import type { ReadOnlyRequest } from '../run/read-only-context.js'
import type { inspection } from '../../output/health.js'
import type { Told } from '../../output/told.js'

/** The newest copy of what a service has on the instance's disk. */
export type CopySeen = Inspection['copies'][number]

/** What was seen. */
export type Inspection = Told<typeof inspection>

/** What is seen where there is no instance. */
export const unseen: Inspection = {
  instance: null,
  boot: null,
  jobs: [],
  copies: [],
  lease: null,
  disk: null,
  certificate: null,
  notice: null,
  health: null,
  reach: null,
  isSilent: false,
  problems: [],
}

const patience = { registered: 10, done: 30 }
const visitMilliseconds = 10_000

/**
 * @param instanceId of an instance that is there, or was
 * @param at its stack
 * @param before what the instance answered at earlier looks, oldest first; this look's answer is added
 * @returns what was seen; an instance that does not answer is a problem and no failure
 */
export async function inspect(
  host: Pick<Host, 'clock' | 'settings'>,
  instanceId: string,
  request: ReadOnlyRequest,
  before: Health[] = [],
): Promise<Inspection> {
  const { name, url } = { name: request.document.stack_name, url: request.document.n8n_url }
  const cx = { aws: request.clients, clock: host.clock, signal: request.signal, note: () => undefined }
  const { found, told, health, silence, isSilent, outside } = await looked(cx, instanceId, url)
  const { state: instance, reason, tags } = stateOf(found)
  const judged = health === null ? null : judge(health, before, thresholdsOf(host.settings))
  if (health !== null) before.push(health)
  const notice = noticeSeen(told, tags)
  const boot = await explained(cx, instanceId, bootSeen(told, tags))
  return {
    ...ownWord(told, host.clock.now()),
    instance,
    boot: instance === 'running' ? boot : null,
    notice,
    health: judged,
    certificate: certificateOf(outside),
    reach: url === null || outside === null ? null : judgeReach(url, outside, judged?.verdict ?? 'unknown'),
    isSilent,
    problems: instanceProblems({ name, instanceId, reason }, { instance, boot, notice, silence }),
  }
}

function stateOf(found: Awaited<ReturnType<typeof anyInstance>>) {
  const { State, StateReason, Tags = [] } = found ?? {}
  return { state: State?.Name ?? null, reason: StateReason?.Message ?? null, tags: Tags }
}

function certificateOf(outside: HttpProbe | null): Inspection['certificate'] {
  return outside?.kind === 'answered' ? (outside.certificate ?? null) : null
}

/** Everybody is asked at once. */
async function looked(cx: Parameters<typeof ssmInstance>[0], instanceId: string, url: string | null) {
  const asked = ssmInstance(cx, instanceId, patience)
  const [found, told, answer, outside] = await Promise.all([
    anyInstance(cx, instanceId),
    asked.status({ lines: 0 }).catch(() => undefined),
    asked.health().then((health) => ({ health, silence: null, isSilent: false }), notAnswered),
    url === null ? null : httpProbe(url, cx.aws.connection, visitMilliseconds),
  ])
  return { found, told, ...answer, outside }
}

/** What only the instance itself can tell. */
function ownWord(told: BootStatus | undefined, now: number): Pick<Inspection, 'jobs' | 'copies' | 'lease' | 'disk'> {
  if (told === undefined) return { jobs: [], copies: [], lease: null, disk: null }
  const { jobs, lease, disk, checkpoints } = told
  return { jobs, lease, disk, copies: checkpoints.map((copy) => copySeen(copy, now)) }
}

/** One that failed and cannot be asked has told its console why. */
async function explained(
  cx: Parameters<typeof consoleDiagnostics>[0],
  instanceId: string,
  boot: BootSeen,
): Promise<BootSeen> {
  if (boot.state !== 'failed' || boot.reason !== null) return boot
  const { reason } = await consoleDiagnostics(cx, instanceId).catch(() => ({ reason: undefined }))
  return { ...boot, reason: reason ?? null }
}

function copySeen({ service, at, rpoSeconds, error }: BootStatus['checkpoints'][number], now: number): CopySeen {
  const age = at === null ? Number.NaN : (now - Date.parse(at)) / 1000
  return { service, ageSeconds: Number.isNaN(age) ? null : Math.max(0, Math.round(age)), rpoSeconds, error }
}

/** What keeps gm from AWS says nothing of the instance. */
const notItsSilence: readonly string[] = ['UNREACHABLE', 'THROTTLED', 'DENIED', 'CREDENTIALS_EXPIRED']

function notAnswered(error: unknown) {
  const why = error instanceof Error ? error.message : String(error)
  const isSilent = !(isGmError(error) && notItsSilence.includes(error.code))
  return { health: null, silence: `the instance does not answer: ${why}`, isSilent }
}
