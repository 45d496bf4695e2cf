// What a deploy knows of the account that it goes to: looked at once, in parallel, before anything is decided of it.
import type { Facts } from '@geuse/plugin-api'
import { isDeepStrictEqual } from 'node:util'
import { findStacks } from '../../aws/cleanup/find-stacks.js'
import type { Clients } from '../../aws/client/clients.js'
import { discover, identify, type Survey } from '../../aws/discovery/discover.js'
import { holds } from '../../aws/discovery/instance-types.js'
import type { StandingPlace } from '../../aws/discovery/request.js'
import { inRegion } from '../../aws/discovery/region.js'
import type { DeployConfig } from '../../config/resolve.js'
import type { Document } from '../../state/document.js'
import { PriceBook } from '../cost/price-book.js'
import { connectionFor, type Host, type RunScope } from '../host.js'
import { demandAccount } from '../stack/account.js'
import { namingProfile } from '../stack/profile-errors.js'
import { unrecorded, unrecordedStacks } from '../stack/unrecorded.js'
import type { Decision } from './intent.js'
import type { ResolvedStack } from './resolve-stack.js'
import { withStandingDisk } from './standing-disk.js'
import { chooseTier } from './tier.js'

/** The account, as it was looked at, and a run in it. */
export interface SurveyedAccount extends Survey {
  readonly scope: RunScope
  /** In which prices of the instances that come into question are asked already. */
  readonly book: PriceBook
}

/**
 * @param resolved what is asked for
 * @param decision what that means for the stack
 * @returns the facts that the stack stands on. A resume stands on those that it began with; other wishes,
 * or a destroyed stack, need a new look
 * @throws GmError ACCOUNT_MISMATCH; STACK_UNRECORDED for a stack of that name that only AWS knows; every problem of the
 * account
 */
export async function surveyAccount(host: Host, resolved: ResolvedStack, decision: Decision): Promise<SurveyedAccount> {
  const scope = host.openRun(connectionFor(host, resolved.config))
  scope.preload()
  const { clients } = scope
  const book = await PriceBook.open(host, clients)
  const seen = await namingProfile(clients, survey({ host, clients, book }, resolved, decision))
  return { scope, book, ...seen }
}

/** What an account is looked at with. */
interface Surveyor {
  readonly host: Host
  readonly clients: Clients
  readonly book: PriceBook
}

async function survey(surveyor: Surveyor, resolved: ResolvedStack, { intent, different }: Decision): Promise<Survey> {
  const { stored } = resolved
  if (stored === undefined) return firstLook(surveyor, resolved)
  const facts = stored.facts as Facts
  const keep =
    intent === 'update' ? stillFits(resolved, stored, facts) : intent !== 'reattach' && different.length === 0
  const place = intent === 'update' ? placeOf(facts) : undefined
  const seen = await (keep ? lookAgain(surveyor.clients, facts) : look(surveyor, resolved, place))
  demandAccount(stored, seen.facts.accountId)
  return intent === 'update' ? { ...seen, facts: withStandingDisk(seen.facts, stored) } : seen
}

/** A stack of that name whose document was lost, or is on another computer, gets no second one beside it. */
async function firstLook(surveyor: Surveyor, resolved: ResolvedStack): Promise<Survey> {
  const { host, clients } = surveyor
  const { name, registry } = resolved
  const looks = () => Promise.all([look(surveyor, resolved), findStacks(clients, name)])
  const [seen, ids] = await inRegion(clients.connection, looks)
  const stacks = await unrecordedStacks({ host, registry, clients, accountId: seen.facts.accountId }, name, ids)
  if (stacks.length > 0) throw unrecorded(name, stacks)
  return seen
}

/** The facts stay as they were; the account is the one of these credentials. */
async function lookAgain(clients: Clients, facts: Facts): Promise<Survey> {
  return { facts: { ...facts, accountId: await identify(clients) } }
}

/** Another instance is only looked for where another one is asked for, or this one could not hold the services. */
function stillFits({ registry, tier, composition }: ResolvedStack, stored: Document, facts: Facts): boolean {
  const { tier: id, options } = stored.config as unknown as DeployConfig
  const before = chooseTier(registry, { tier: id, options })
  return (
    isDeepStrictEqual(before.needs, tier.needs) &&
    facts.instanceTypes.every(({ memoryMiB }) => holds(memoryMiB, composition.memoryMiB))
  )
}

/** A stack stays where it stands, and on the image that it was made with. */
function placeOf({ network, zones, image, arch }: Facts): StandingPlace {
  return { ...(network === undefined ? {} : { network }), zones, image, arch }
}

function look(
  { clients, book }: Surveyor,
  { config, composition, tier }: ResolvedStack,
  standing?: StandingPlace,
): Promise<Survey> {
  return discover(clients, {
    needs: tier.needs,
    memoryMiB: composition.memoryMiB,
    allowExpensive: config.allowExpensive,
    onTypes: (types) => book.foresee({ types, market: tier.needs.instance.market }),
    ...(standing === undefined ? {} : { standing }),
  })
}
