// A stack that lives in AWS while this computer has no document of it: the document was lost, or another computer has
// it. It is found by its tags, in the account and region that the environment and the profile mean.
import { GmError, isGmError } from '@geuse/plugin-api'
import { findOrphans, type Orphan, orphanName } from '../../aws/cleanup/find-orphans.js'
import { findStacks } from '../../aws/cleanup/find-stacks.js'
import type { Clients } from '../../aws/client/clients.js'
import { withClients } from '../../aws/common/context.js'
import { identify } from '../../aws/discovery/discover.js'
import { inRegion } from '../../aws/discovery/region.js'
import { readConfig } from '../../config/resolve.js'
import type { Registry } from '../../contributions/index.js'
import { connectionFor, type Host, type RunScope } from '../host.js'
import { allResources } from '../run/resource-owners.js'
import { unknownStack } from './unknown.js'
import { namingProfile } from './profile-errors.js'

/** A stack without a document here. */
export interface UnrecordedStack {
  readonly name: string
  /** UUID, from the tags. */
  readonly id: string
  readonly region: string
  readonly accountId: string
  /** At least one. */
  readonly orphans: readonly Orphan[]
}

/** What was found, and where. */
interface Search {
  readonly scope: RunScope
  readonly region: string
  readonly accountId: string
  readonly stacks: readonly UnrecordedStack[]
}

/**
 * @param name of a stack without a document
 * @param profile asked for in this call
 * @returns the stacks of that name in the region that a deploy would go to
 * @throws GmError what keeps AWS from being asked
 */
async function searchStacks(host: Host, name: string, profile: string | undefined): Promise<Search> {
  const { environment, settings } = host
  const { config } = await readConfig({ flags: { profile }, environment, settings })
  const scope = host.openRun(connectionFor(host, config))
  const [registry, accountId] = await Promise.all([
    host.registry(),
    namingProfile(
      scope.clients,
      inRegion(scope.clients.connection, () => identify(scope.clients)),
    ),
  ])
  const ids = await inRegion(scope.clients.connection, () => findStacks(scope.clients, name))
  const stacks = await unrecordedStacks({ host, registry, clients: scope.clients, accountId }, name, ids)
  return { scope, region: config.region, accountId, stacks }
}

/** Where stacks are looked for. */
interface Account {
  readonly host: Pick<Host, 'clock'>
  readonly registry: Registry
  readonly clients: Clients
  /** Twelve digits. */
  readonly accountId: string
}

/**
 * @param ids of the stacks of that name, from tags that may outlive what they were on
 * @returns those of which something is there
 */
export async function unrecordedStacks(
  { host, registry, clients, accountId }: Account,
  name: string,
  ids: readonly string[],
): Promise<readonly UnrecordedStack[]> {
  const { region } = clients.connection
  const looks = ids.map(async (id) => {
    const base = { stack: { name, id, region, accountId }, clock: host.clock, signal: AbortSignal.any([]) }
    const cx = withClients({ ...base, note: () => undefined }, clients)
    return { name, id, region, accountId, orphans: await findOrphans(cx, allResources(registry)) }
  })
  return (await Promise.all(looks)).filter(({ orphans }) => orphans.length > 0)
}

/** @returns why there is no document to go by: an unknown stack, or one that AWS alone knows */
export async function missingStack(host: Host, name: string, profile: string | undefined): Promise<GmError> {
  const known = await host.store.list()
  try {
    const { stacks, region, accountId } = await searchStacks(host, name, profile)
    return stacks.length === 0 ? await unknownStack(name, known, { region, accountId }) : unrecorded(name, stacks)
  } catch (error) {
    if (!isGmError(error)) throw error
    return await unasked(name, known, error)
  }
}

/** A region that cannot be asked is what the person has to hear of; any other silence is an unknown stack. */
async function unasked(name: string, known: readonly string[], error: GmError): Promise<GmError> {
  if (error.code !== 'CONFIG_INVALID') return unknownStack(name, known)
  const sentence = `there is no stack ${name} on this computer, and AWS cannot be asked for it: ${error.message}`
  return error.with({ message: sentence, hints: [...error.hints, 'AWS_REGION=…   # says where else to look'] })
}

/** How one of them is meant. */
interface Meant {
  readonly profile?: string | undefined
  /** UUID, where there are several. */
  readonly stackId?: string | undefined
}

/**
 * @returns the one stack of that name that AWS knows, and a run where it is
 * @throws GmError STACK_UNKNOWN; STACK_UNRECORDED where it is not clear which is meant
 */
export async function unrecordedStack(
  host: Host,
  name: string,
  { profile, stackId }: Meant,
): Promise<{ readonly scope: RunScope; readonly stack: UnrecordedStack }> {
  const { scope, stacks } = await searchStacks(host, name, profile).catch(async (error: unknown) => {
    throw isGmError(error) ? await unasked(name, await host.store.list(), error) : error
  })
  const [stack, ...others] = stacks.filter(({ id }) => stackId === undefined || id === stackId)
  if (stack === undefined || others.length > 0) throw await missingStack(host, name, profile)
  return { scope, stack }
}

/** Things that a refusal has room for. */
const shown = 8

/**
 * @param stacks at least one
 * @returns the refusal to take them for nothing
 */
export function unrecorded(name: string, stacks: readonly UnrecordedStack[]): GmError {
  return new GmError(
    'STACK_UNRECORDED',
    `there is no document of ${name} on this computer, but AWS holds ${stacks.map(inWords).join('; and ')}`,
    {
      hints: [
        ...stacks.map(
          ({ id }) => `gm destroy ${name}${stacks.length === 1 ? '' : ` --stack-id ${id}`}   # keeps its data`,
        ),
        `gm deploy ${name}   # after that, stands on the data that was kept`,
        'where another computer deployed it, it goes on from there',
      ],
    },
  )
}

function inWords({ id, region, accountId, orphans }: UnrecordedStack): string {
  const more = orphans.length > shown ? ` and ${orphans.length - shown} more` : ''
  const things = orphans.slice(0, shown).map(orphanName).join(', ')
  return `a stack of that name (${id}) in ${region}, account ${accountId}: ${things}${more}`
}
