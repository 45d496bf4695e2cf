// Another bundle on an instance that stands: it fetches and boots it, and goes back by itself when that does not come
// up. Only what changed is started anew, and nothing of what the instance has on its disk is lost.
import type { BootStatus } from '@geuse/instance-contract'
import { GmError, isGmError } from '@geuse/plugin-api'
import type { AwsContext } from '../../common/context.js'
import { ssmInstance } from '../../instance/ssm-command.js'
import { waitFor } from '../../wait/wait-for.js'
import { BootStory } from '../checks/boot-story.js'

/** Seconds for a boot to end, be it that of the bundle or one that is under way: its images may have to be pulled. */
const bootWithin = 840
/** Seconds. An instance fetches the whole bundle before it answers. */
const patience = { registered: 120, done: 180 }
/** Milliseconds in which the record of a boot that was begun again may still be the last one's. */
const staleMs = 10_000

/**
 * @param instanceId of an instance that runs
 * @param digest SHA-256 of a bundle that lies in the parameter store
 * @throws GmError BOOT_FAILED with the instance's own reason, when the bundle before it is in force again; TIMED_OUT
 */
export async function applyBundle(cx: AwsContext, instanceId: string, digest: string): Promise<void> {
  const instance = ssmInstance(cx, instanceId, patience)
  const story = new BootStory(cx, instance)
  const hash = digest.slice(0, 16)
  const ask = (now: BootStatus) => (now.bundle === hash ? instance.boot() : instance.apply({ digest }))
  let askedAt: number | undefined
  const settled = async (): Promise<true | undefined> => {
    const now = await instance.status({ lines: 0 })
    if (isUnderWay(now, hash)) story.look(now.phase ?? undefined)
    else if (isInForce(now, hash)) return true
    else if (askedAt === undefined) askedAt = (await begun(() => ask(now))) ? cx.clock.now() : undefined
    else if (now.bundle !== hash || cx.clock.now() > askedAt + staleMs) throw failed(now, hash)
    return undefined
  }
  const late = () => new GmError('TIMED_OUT', `${instanceId} did not come up with its new bundle in ${bootWithin} s`)
  await waitFor(cx, `${instanceId} to change its containers`, settled, { seconds: bootWithin, quiet: true, late })
}

/** The record of a boot may be the last one's until the next one begins; that of an apply is not. */
function isUnderWay({ state, apply }: BootStatus, hash: string): boolean {
  return state === 'booting' || (apply?.to === hash && apply.state === 'applying')
}

function isInForce({ bundle, state, apply }: BootStatus, hash: string): boolean {
  return bundle === hash && state === 'ready' && !(apply?.to === hash && apply.state === 'failed')
}

/** @returns whether it was begun; a boot that was begun in between is waited for */
async function begun(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch (error) {
    if (isGmError(error) && error.message.includes('a boot is under way')) return false
    throw error
  }
}

function failed({ apply, reason, phase }: BootStatus, hash: string): GmError {
  const why = (apply?.to === hash ? apply.reason : undefined) ?? reason ?? `it ended in phase ${phase ?? 'start'}`
  return new GmError('BOOT_FAILED', `The instance did not come up with what was changed, and went back: ${why}`)
}
