// A boot: phase after phase, each with its time, each looked at in the account as it is at that moment.
import { failedTag } from '@geuse/instance-contract'
import { delaySeconds } from '../clock/delays.js'
import type { BootRecord } from './boot-record.js'
import type { Boot, BootFailure } from './boot-failure.js'
import { phases, type Phase } from './phases.js'
import { PhaseTag } from './phase-tag.js'
import type { Opened } from './backup-record.js'
import { planObstacle, planTable } from './plan.js'

const pollMs = 50

/** Looks again and again while the phase is patient: what it needs may still be on its way. */
async function overcome(boot: Boot, phase: Phase, signal: AbortSignal): Promise<BootFailure> {
  const { clock, settings } = boot.cx
  const until = clock.now() + (phase.retries === undefined ? 0 : delaySeconds(phase.retries) * 1000)
  const began = Date.now()
  const isPatient = (): boolean => phase.retries !== undefined && Date.now() < began + settings.patienceMs
  const final = (obstacle: string): boolean => phase.passing?.(obstacle) === false
  for (;;) {
    const obstacle = settings.obstacles[phase.name] ?? (await phase.obstacle(boot))
    if (obstacle === undefined || final(obstacle) || (clock.now() >= until && !isPatient())) return obstacle
    await clock.sleep(Math.max(delaySeconds('bootRetry'), (pollMs / 1000) * clock.speed), signal)
  }
}

/** A phase with steps takes them one by one; the last one is what has failed, where one has. */
async function passTime(boot: Boot, record: BootRecord, phase: Phase, isWell: boolean, signal: AbortSignal) {
  const { clock } = boot.cx
  const { kind, names } = phase.steps?.(boot.bundle) ?? { kind: 'image' as const, names: [] }
  const seconds = phase.seconds(boot.bundle)
  for (const [index, name] of names.entries()) {
    record.steps.push({ kind, state: 'running', name })
    await clock.sleep(seconds / names.length, signal)
    record.steps.push({ kind, state: isWell || index < names.length - 1 ? 'ok' : 'failed', name })
  }
  if (names.length === 0) await clock.sleep(seconds, signal)
}

/** Before a service starts, as it may change its data at once. */
function noteOpened({ cx, bundle }: Boot): void {
  if (planObstacle(bundle, ['services']) !== undefined) return
  const id = planTable(bundle, 'stack').file_system_id
  const known = cx.state.opened.get(id) ?? []
  const at = new Date(cx.clock.now()).toISOString()
  const rows = planTable(bundle, 'services').map((row) => ({ service: row.service, at, images: row.images.join(' ') }))
  const isNew = ({ service, images }: Opened) => known.findLast((one) => one.service === service)?.images !== images
  cx.state.opened.set(id, [...known, ...rows.filter(isNew)])
}

async function runPhase(boot: Boot, record: BootRecord, phase: Phase, signal: AbortSignal): Promise<boolean> {
  const { clock } = boot.cx
  record.begin(phase.name, clock.now())
  if (phase.name === 'services') noteOpened(boot)
  const obstacle = await overcome(boot, phase, signal)
  await passTime(boot, record, phase, obstacle === undefined, signal)
  if (obstacle === undefined) record.pass(clock.now())
  else record.fail(clock.now(), obstacle)
  return obstacle === undefined
}

/** Boots: the record says at every moment how far it has come. Rejects only when the instance is switched off. */
export async function runBoot(boot: Boot, record: BootRecord, signal: AbortSignal): Promise<void> {
  const tag = new PhaseTag(boot)
  record.restart()
  for (const phase of phases) {
    void tag.publish(phase.name).catch(() => undefined)
    if (!(await runPhase(boot, record, phase, signal))) return tag.publish(failedTag(phase.name))
  }
  record.state = 'ready'
  record.say('gm-boot: ready')
  await tag.publish('ready')
}
