// What is wrong with an instance, and which command mends it: one sentence for each thing, and none for what only
// follows from another.
import type { NoticeSeen } from '../../aws/resources/compute/notice.js'
import type { BootSeen } from './boot-seen.js'

/** Whose. */
interface About {
  /** Of the stack. */
  readonly name: string
  readonly instanceId: string
  /** Why it is in its state, by EC2's word. */
  readonly reason: string | null
}

/** What was seen of it. */
interface Seen {
  readonly instance: string | null
  readonly boot: BootSeen
  readonly notice: NoticeSeen | null
  /** That, and why, it does not answer. */
  readonly silence: string | null
}

/** @returns a sentence for each problem, the gravest first */
export function instanceProblems(about: About, { instance, boot, notice, silence }: Seen): string[] {
  if (instance !== 'running' && instance !== 'pending') return [ended(about, instance)]
  if (notice?.kind === 'interruption') return [takenBack(about, notice, boot)]
  if (boot.state === 'ready') return silence === null ? [] : [silence]
  return [notReady(about, boot)]
}

function ended({ name, instanceId, reason }: About, instance: string | null): string {
  const why = reason === null || reason === '' ? '' : ` (${reason})`
  const brings = instance === 'stopped' || instance === 'stopping' ? 'starts it again' : 'brings another one'
  return `the instance ${instanceId} is ${instance ?? 'gone'}${why}: gm deploy ${name} ${brings}, with the same data and URL`
}

function takenBack({ name, instanceId }: About, { at }: NoticeSeen, { state }: BootSeen): string {
  const when = at === null ? '' : ` at ${at}`
  const done =
    state === 'drained' ? ': its data was copied and its services stopped' : ', and is about to stop its services'
  return `AWS takes the spot instance ${instanceId} back${when}${done}; gm deploy ${name} replaces it`
}

function notReady({ name }: About, { state, phase, reason }: BootSeen): string {
  const why = reason === null ? '' : `: ${reason}`
  if (state === 'failed') return `its boot failed in phase ${phase ?? 'start'}${why}; gm deploy ${name} begins it again`
  if (state === 'drained') return `its services were stopped${why}; gm deploy ${name} starts them again`
  return `it is still booting, in phase ${phase ?? 'start'}`
}
