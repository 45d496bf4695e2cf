// How a stack that stands is, one thing at a time: `gm status` says whether it is well, this says what to do about it.
import type { Document } from '../../state/document.js'
import { copyWarnings } from '../../ui/storage-words.js'
import type { Host } from '../host.js'
import { status, type StackStatus } from '../status/status.js'
import { type CheckState, type DoctorCheck, type Finding, fine, once } from './check.js'

const group = 'As it stands'
/** Share of the disk that is free: below, something has to be done soon, or at once. */
const freeShare = { warned: 0.2, failed: 0.05 } as const
/** Share of a certificate's time that is left; whoever renews one does so when a third is. */
const lifeLeft = 1 / 6

/**
 * @param host the world
 * @param document of a stack that was not destroyed
 * @param profile asked for in this call
 * @returns the checks of a stack that stands
 */
export function stackChecks(
  host: Host,
  document: Document,
  profile: string | undefined,
  signal: AbortSignal,
): DoctorCheck[] {
  const name = document.stack_name
  const seen = once(async () => {
    const prepared = await status.prepare(host, { name, profile }, { signal })
    return status.run(host, prepared, { signal, listen: () => undefined })
  })
  const one = (id: string, title: string, judge: (seen: StackStatus) => Finding): DoctorCheck => ({
    id: `stack.${id}`,
    title,
    group,
    look: async () => judge(await seen()),
  })
  return [
    one('record', 'Record', record),
    one('instance', 'Instance', instance),
    one('boot', 'Boot', boot),
    one('services', 'Services', services),
    one('url', 'Public URL', reach),
    one('lease', 'Lease of the data', lease),
    one('copies', 'Copies of the disk', copies),
    one('disk', 'Disk', ({ disk, document: { stack_name } }) => diskFinding(disk, stack_name)),
    one('certificate', 'Certificate', (all) => certificateFinding(all.certificate, host.clock.now(), name)),
  ]
}

const unseen: Finding = { state: 'skipped', found: 'the instance was not asked' }

function record({ document, openRun, problems }: StackStatus): Finding {
  const { status: word, stack_name: name } = document
  if (openRun === 'at work') return { state: 'warning', found: `${word}: a run is at work on it` }
  if (openRun === 'interrupted') return { state: 'failed', found: problems[0] ?? word, mends: [`gm status ${name}`] }
  if (word === 'failed') return { state: 'failed', found: word, mends: [`gm deploy ${name}`] }
  return fine(word)
}

function instance({ instance: state, notice, document }: StackStatus): Finding {
  const { instance_id: id, stack_name: name, status: word } = document
  if (id === null) return { state: 'skipped', found: 'there is none' }
  if (word === 'stopped') return fine(`${id} is ${state ?? 'gone'}, as it was asked to be`)
  if (notice?.kind === 'interruption')
    return { state: 'failed', found: `AWS takes ${id} back`, mends: [`gm deploy ${name}   # replaces it`] }
  if (state === 'running') return fine(`${id} is running`)
  return { state: 'failed', found: `${id} is ${state ?? 'gone'}`, mends: [`gm deploy ${name}`] }
}

function boot({ boot: seen, document: { stack_name: name } }: StackStatus): Finding {
  if (seen === null) return unseen
  const where = seen.phase === null ? '' : ` in phase ${seen.phase}`
  const why = seen.reason === null ? '' : `: ${seen.reason}`
  if (seen.state === 'ready') return fine('it is up')
  if (seen.state === 'booting') return { state: 'warning', found: `it is still booting${where}` }
  return {
    state: 'failed',
    found: `it is ${seen.state}${where}${why}`,
    mends: [`gm logs ${name}`, `gm deploy ${name}`],
  }
}

const stateOfVerdict: Readonly<Record<string, CheckState>> = { healthy: 'ok', warning: 'warning', unknown: 'unknown' }

function services({ health, isSilent, problems, document: { stack_name: name } }: StackStatus): Finding {
  if (health === null && isSilent)
    return { state: 'failed', found: problems.at(-1) ?? 'the instance does not answer', mends: [`gm logs ${name}`] }
  if (health === null) return unseen
  const bad = health.services.filter(({ verdict }) => verdict !== 'healthy')
  if (bad.length === 0) return fine(`${health.services.map(({ service }) => service).join(', ')}: healthy`)
  const found = bad.map(({ service, verdict, reasons }) => `${service} is ${verdict}: ${reasons.join(', ')}`).join('; ')
  return {
    state: stateOfVerdict[health.verdict] ?? 'failed',
    found,
    mends: bad.map(({ service }) => `gm logs ${name} --service ${service}`),
  }
}

function reach({ reach: seen, document: { stack_name: name } }: StackStatus): Finding {
  if (seen === null) return unseen
  if (seen.verdict === 'reached') return fine(seen.text)
  return {
    state: seen.verdict === 'not-from-here' ? 'warning' : 'failed',
    found: seen.text,
    mends: [`gm status ${name}`],
  }
}

function lease({ lease: seen, document }: StackStatus): Finding {
  const { instance_id: id, stack_name: name } = document
  if (seen === null) return unseen
  if (seen.holder === id) return fine(`held by ${id} since ${seen.since}`)
  return { state: 'failed', found: `held by ${seen.holder}, and not by ${id}`, mends: [`gm deploy ${name}`] }
}

function copies({ copies: seen, document: { stack_name: name } }: StackStatus): Finding {
  if (seen.length === 0) return fine('nothing is kept on the disk that would have to be copied')
  const late = copyWarnings(seen)
  if (late.length > 0) return { state: 'warning', found: late.join('; '), mends: [`gm logs ${name}`] }
  return fine(seen.map(({ service, ageSeconds }) => `${service} ${ageSeconds ?? 0} s old`).join(', '))
}

/** @returns how full the disk of an instance is */
export function diskFinding(disk: StackStatus['disk'], name: string): Finding {
  if (disk === null) return unseen
  const share = disk.free / disk.size
  const found = `${Math.floor(share * 100)} % of ${Math.round(disk.size / 2 ** 30)} GiB are free`
  if (share >= freeShare.warned) return fine(found)
  return {
    state: share < freeShare.failed ? 'failed' : 'warning',
    found,
    mends: [
      `gm exec ${name} -- docker system df   # what takes it`,
      `gm exec ${name} -- docker image prune --all --force`,
    ],
  }
}

/** @returns how long the certificate of the public URL is good for */
export function certificateFinding(certificate: StackStatus['certificate'], now: number, name: string): Finding {
  if (certificate === null) return { state: 'skipped', found: 'the public URL has none, or was not reached' }
  const [from, to] = [Date.parse(certificate.from), Date.parse(certificate.to)]
  const found = `good until ${new Date(to).toISOString()}`
  if (to - now > (to - from) * lifeLeft) return fine(found)
  const mends = [`gm logs ${name}   # why it was not renewed`]
  return now >= to
    ? { state: 'failed', found: `ended at ${new Date(to).toISOString()}`, mends }
    : { state: 'warning', found: `${found}, and should have been renewed by now`, mends }
}
