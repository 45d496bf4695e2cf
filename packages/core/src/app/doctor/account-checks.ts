// Whether AWS can be asked at all: who asks, in which region, at what time.
import { type GmError, isGmError } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'
import { callerAt, type Caller } from '../../aws/discovery/caller.js'
import { inRegion } from '../../aws/discovery/region.js'
import { spotRole } from '../../aws/discovery/spot-role.js'
import type { Document } from '../../state/document.js'
import { demandAccount } from '../stack/account.js'
import { namingProfile } from '../stack/profile-errors.js'
import { cannotBeTold, type DoctorCheck, type Finding, fine, isDenied, once, onceAsked } from './check.js'

const group = 'Account'
/** Seconds: AWS takes no signature that is further off (IAM User Guide, Signature Version 4). */
const skewAtMost = 300
/** Seconds: from here on a clock drifts. */
const skewNoticed = 60

/** What the checks ask. */
export interface AccountLook {
  readonly clients: Clients
  /** Milliseconds since the epoch, by this computer. */
  readonly now: () => number
  /** The stack that stands, whose account has to be this one. */
  readonly document: Document | undefined
  /** Whether spot instances come into question. */
  readonly spot: boolean
}

/** The checks of the account, and who asks, which all others wait for. */
export interface AccountChecks {
  readonly checks: readonly DoctorCheck[]
  readonly caller: () => Promise<Caller>
}

/** @returns the checks of account, region and clock */
export function accountChecks({ clients, document, now, spot }: AccountLook): AccountChecks {
  const look = () => inRegion(clients.connection, () => callerAt(clients, now))
  const caller = once(() => namingProfile(clients, look()))
  const checks: DoctorCheck[] = [
    { id: 'credentials', title: 'Credentials', group, look: () => who(caller, document) },
    { id: 'region', title: 'Region', group, look: () => region(clients, caller) },
    onceAsked({ id: 'clock', title: 'Clock', group, look: async () => skewFinding(await caller()) }, caller),
  ]
  const role: DoctorCheck = { id: 'spot-role', title: 'Role for spot', group, look: () => roleFinding(clients) }
  return { checks: [...checks, ...(spot ? [onceAsked(role, caller)] : [])], caller }
}

async function who(caller: () => Promise<Caller>, document: Document | undefined): Promise<Finding> {
  try {
    const { accountId, arn } = await caller()
    if (document !== undefined) demandAccount(document, accountId)
    return fine(`account ${accountId}, as ${arn}`)
  } catch (error) {
    if (isOfRegion(error)) return { state: 'skipped', found: 'cannot be told in such a region' }
    throw error
  }
}

/** A region that is not enabled answers as if the credentials were wrong; `inRegion` says which it is. */
async function region({ connection }: Clients, caller: () => Promise<Caller>): Promise<Finding> {
  const error: unknown = await caller().then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (isOfRegion(error)) throw error
  return error === undefined || isDenied(error) ? fine(`${connection.region} is enabled`) : cannotBeTold
}

function isOfRegion(error: unknown): error is GmError {
  return isGmError(error) && error.code === 'CONFIG_INVALID'
}

/** @returns what it means that the clock here is not as that of AWS */
export function skewFinding({ skewSeconds }: Caller): Finding {
  if (skewSeconds === undefined) return { state: 'unknown', found: 'AWS did not say what time it is' }
  const off = Math.abs(skewSeconds)
  const way = skewSeconds > 0 ? 'ahead of' : 'behind'
  const found = off < skewNoticed ? 'as that of AWS' : `${Math.round(off)} s ${way} AWS, which takes ${skewAtMost} s`
  if (off < skewNoticed) return fine(found)
  return { state: off < skewAtMost ? 'warning' : 'failed', found, mends: clockMends }
}

const clockMends = [
  'sudo timedatectl set-ntp true   # Linux',
  'sudo sntp -sS time.apple.com   # macOS',
  'w32tm /resync   # Windows, as administrator',
]

async function roleFinding(clients: Clients): Promise<Finding> {
  if (await spotRole(clients)) return fine('the account has it')
  return {
    state: 'warning',
    found: 'the account has none yet: EC2 makes it with the first spot instance, if you may let it',
    mends: ['aws iam create-service-linked-role --aws-service-name spot.amazonaws.com   # by somebody who may'],
  }
}
