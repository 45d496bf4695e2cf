// What a deploy knows of the account that it goes to: looked at once, in parallel, before anything is decided of it.
import type { Facts } from '@geuse/plugin-api'
import { findStacks } from '../../aws/cleanup/find-stacks.js'
import type { Clients } from '../../aws/client/clients.js'
import { discover, identify, type Survey } from '../../aws/discovery/discover.js'
import { inRegion } from '../../aws/discovery/region.js'
import { connectionFor, type Host, type RunScope } from '../host.js'
import { demandAccount } from '../stack/account.js'
import { namingProfile } from '../stack/profile-errors.js'
import { unrecorded, unrecordedStacks } from '../stack/unrecorded.js'
import type { Decision } from './intent.js'
import type { ResolvedStack } from './resolve-stack.js'

/** The account, as it was looked at, and a run in it. */
export interface SurveyedAccount extends Survey {
  readonly scope: RunScope
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
  return { scope, ...(await namingProfile(clients, survey(host, clients, resolved, decision))) }
}

async function survey(
  host: Host,
  clients: Clients,
  resolved: ResolvedStack,
  { intent, different }: Decision,
): Promise<Survey> {
  const { stored } = resolved
  if (stored === undefined) return firstLook(host, clients, resolved)
  const keep = intent !== 'reattach' && different.length === 0
  const seen = await (keep ? lookAgain(clients, stored.facts as Facts) : look(clients, resolved))
  demandAccount(stored, seen.facts.accountId)
  return seen
}

/** A stack of that name whose document was lost, or is on another computer, gets no second one beside it. */
async function firstLook(host: Host, clients: Clients, resolved: ResolvedStack): Promise<Survey> {
  const { name, registry } = resolved
  const looks = () => Promise.all([look(clients, resolved), findStacks(clients, name)])
  const [seen, ids] = await inRegion(clients.connection, looks)
  const stacks = await unrecordedStacks({ host, registry, clients, accountId: seen.facts.accountId }, name, ids)
  if (stacks.length > 0) throw unrecorded(name, stacks)
  return seen
}

/** The facts stay as they were; the account is the one of these credentials. */
async function lookAgain(clients: Clients, facts: Facts): Promise<Survey> {
  return { facts: { ...facts, accountId: await identify(clients) } }
}

function look(clients: Clients, { config, composition, tier }: ResolvedStack): Promise<Survey> {
  return discover(clients, {
    needs: tier.needs,
    memoryMiB: composition.memoryMiB,
    allowExpensive: config.allowExpensive,
  })
}
