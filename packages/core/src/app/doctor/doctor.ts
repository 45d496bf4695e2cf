// `gm doctor`: everything that could keep a stack from standing, or keeps one that stands from being well, looked at
// side by side, and nothing changed.
import { type Facts, GmError } from '@geuse/plugin-api'
import { isStackName } from '../../config/stack-name.js'
import type { diagnosis } from '../../output/doctor.js'
import type { Told } from '../../output/told.js'
import type { Document } from '../../state/document.js'
import { connectionFor, type Host } from '../host.js'
import { resolveStack, type StackRequest } from '../deploy/resolve-stack.js'
import { standInSettings } from '../deploy/stand-in-settings.js'
import { accountChecks } from './account-checks.js'
import { type CheckResult, type DoctorCheck, findingOf, onceAsked } from './check.js'
import { DeployLooks } from './deploy-checks.js'
import { quotaChecks } from './quota-checks.js'
import { stackChecks } from './stack-checks.js'

/** What is asked for: with the name of a stack that stands, that one; otherwise one that is to be. */
export interface DoctorRequest extends Omit<StackRequest, 'name'> {
  readonly name?: string | undefined
}

/** What is going to be looked at. */
export interface Examination {
  /** Null where no stack was named. */
  readonly stack: string | null
  readonly tier: string
  readonly region: string
  readonly checks: readonly DoctorCheck[]
}

/** What was found. */
export type Diagnosis = Told<typeof diagnosis>

/** A name as long as one may be: what fits with it fits with every other. */
const longestName = 'a'.repeat(64)

/**
 * @param host the world
 * @param request what is asked for
 * @param signal the first interrupt
 * @returns what is to be looked at; nothing was asked yet
 * @throws GmError CONFIG_INVALID with every mistake in what was asked for; PLUGIN_FAILED
 */
export async function examine(host: Host, request: DoctorRequest, signal: AbortSignal): Promise<Examination> {
  const { name = longestName, flags, ...rest } = request
  const isNew = request.name === undefined
  const document = isStackName(name) && !isNew ? await host.store.load(name) : undefined
  const living = document?.status === 'destroyed' ? undefined : document
  if (living !== undefined) demandAsItStands(living, flags)
  const resolved = await resolveStack(host, { ...rest, name, isNew, flags }, standInSettings)
  const { config, tier } = resolved
  const { clients } = host.openRun(connectionFor(host, config))
  const standing = living?.facts as Facts | undefined
  const looks = new DeployLooks({ clients, resolved, standing, now: host.now(), signal })
  const { market } = tier.needs.instance
  const account = accountChecks({
    clients,
    document: living,
    now: () => host.clock.now(),
    spot: market !== 'on-demand',
  })
  const quotas = quotaChecks({
    clients,
    market,
    types: async () => (await looks.candidates()).types,
    missing: (what) => looks.missing(what),
    stands: living !== undefined,
  })
  const stack = living === undefined ? [] : stackChecks(host, living, config.profile, signal)
  const asked = (checks: readonly DoctorCheck[]) => checks.map((check) => onceAsked(check, account.caller))
  const checks = [...account.checks, ...asked([...quotas, ...looks.asking()]), ...looks.sizes(), ...asked(stack)]
  return { stack: request.name ?? null, tier: tier.item.id, region: config.region, checks }
}

/** Of a stack that stands, what it is is known. */
function demandAsItStands({ stack_name: name, tier, region }: Document, flags: DoctorRequest['flags']): void {
  const others = Object.entries(flags).filter(([flag, value]) => value !== undefined && flag !== 'profile')
  if (others.length === 0) return
  const given = others.map(([flag]) => `--${flag}`).join(', ')
  throw new GmError(
    'CONFIG_INVALID',
    `${name} stands already, on tier ${tier} in ${region}: it is looked at as it is, without ${given}`,
    {
      hints: [`gm doctor ${name}`, `gm plan ${name} …   # what other options would change`],
    },
  )
}

/**
 * Looks at everything at once.
 * @param told is told of each as soon as it is known
 */
export async function diagnose(
  { checks, ...about }: Examination,
  told: (result: CheckResult) => void = () => undefined,
): Promise<Diagnosis> {
  const results = await Promise.all(
    checks.map(async ({ id, title, group, look }) => {
      const { mends = [], ...finding } = await look().catch(findingOf)
      const result: CheckResult = { id, title, group, ...finding, mends }
      told(result)
      return result
    }),
  )
  return { ...about, ok: results.every(({ state }) => state !== 'failed'), checks: results }
}
