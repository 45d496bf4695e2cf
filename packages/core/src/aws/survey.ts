// Looks at the account once, before anything is made: everything a graph is built from, or everything that is in the
// way, all at once. Reads start together.
import { GmError, isGmError, type Facts, type Market } from '@geuse/plugin-api'
import type { Clients } from './clients.js'
import { findImage } from './survey-image.js'
import { ifThere } from './patience.js'
import { onDemandPrice, spotPrices } from './price.js'
import { findNetwork, type AdoptableSubnet, type FoundNetwork } from './survey-network.js'
import { candidatesFor, offeredZones, type Candidate, type ZonesByType } from './survey-types.js'
import type { SurveyRequest } from './survey-request.js'

/** What the account is like. */
export interface Survey {
  readonly facts: Facts
  /** USD an hour by type, of the market that is tried first, where AWS tells. */
  readonly prices: Readonly<Record<string, number>>
}

const zonesAtMost = 3
const zonesOfOurs = 2

/**
 * @param aws clients of the run
 * @param request what is wanted
 * @throws GmError the problem, or one that holds all of them in `problems`
 */
export async function survey(aws: Clients, request: SurveyRequest): Promise<Survey> {
  const types = candidatesFor(aws, request)
  const [accountId, network, candidates, zones, image, keyPair, prices] = await everything([
    identify(aws),
    findNetwork(aws, request),
    types,
    types.then((found) => offeredZones(aws, found.map(({ type }) => type)), () => new Map<string, readonly string[]>()),
    types.then(([first]) => findImage(aws, first!.arch), () => undefined),
    findKeyPair(aws, request.keypair),
    types.then((found) => pricesOf(aws, found.map(({ type }) => type), request.market), () => undefined),
  ] as const)
  const place = placeFor(aws, request, network, candidates, zones)
  const { region } = aws.connection
  const facts = { accountId, region, arch: candidates[0]!.arch, ...place, image: image!, ...(keyPair === undefined ? {} : { keyPair }) }
  return { facts, prices: prices! }
}

/** @returns twelve digits: the account of these credentials */
export async function identify(aws: Clients): Promise<string> {
  const sts = await aws.sts()
  return (await sts.getCallerIdentity({})).Account!
}

type Settled<T extends readonly Promise<unknown>[]> = { -readonly [K in keyof T]: Awaited<T[K]> }

/** Waits for all; what went wrong is told together, the same trouble once. */
async function everything<const T extends readonly Promise<unknown>[]>(looks: T): Promise<Settled<T>> {
  const settled = await Promise.allSettled(looks)
  const failures = settled.flatMap((look) => (look.status === 'rejected' ? [look.reason as unknown] : []))
  const strange = failures.find((failure) => !isGmError(failure))
  if (strange !== undefined) throw strange instanceof Error ? strange : new Error(String(strange))
  const problems = [...new Map((failures as GmError[]).map((problem) => [keyOf(problem), problem])).values()]
  if (problems.length === 1) throw problems[0]!
  if (problems.length > 1) throw together(problems)
  return settled.map((look) => (look as PromiseFulfilledResult<unknown>).value) as Settled<T>
}

/** Without credentials or a connection every look fails alike: one is enough. */
function keyOf({ code, message }: GmError): string {
  return code === 'UNREACHABLE' || code.startsWith('CREDENTIALS') ? code : message
}

function together(problems: readonly GmError[]): GmError {
  const worst = problems.find(({ fault }) => fault === 'user') ?? problems[0]!
  const words = problems.map(({ message }) => message).join('; ')
  return new GmError(worst.code, `${problems.length} problems in the account: ${words}`, { problems, hints: problems.flatMap(({ hints }) => hints) })
}

type Place = Pick<Facts, 'network' | 'zones' | 'machineTypes'>

/** Zones with the most of the candidate types come first: that is where capacity is. */
function placeFor(aws: Clients, { vpc, subnet }: SurveyRequest, network: FoundNetwork | undefined, candidates: readonly Candidate[], offered: ZonesByType): Place {
  const wealth = (zone: string) => candidates.filter(({ type }) => offered.get(type)?.includes(zone)).length
  const best = (zones: readonly string[]) => [...zones].filter((zone) => wealth(zone) > 0).sort((a, b) => wealth(b) - wealth(a) || (a < b ? -1 : 1))
  const all = best([...new Set([...offered.values()].flat())])
  const adopted = network && best([...network.subnets.keys()]).slice(0, zonesAtMost)
  if (adopted !== undefined && adopted.length > 0) return { network: adopt(network!, adopted), zones: adopted, machineTypes: typesIn(adopted, candidates, offered) }
  if (vpc ?? subnet ?? all.length === 0) throw noneOffered(candidates, aws.connection.region, vpc ?? subnet)
  const zones = all.slice(0, zonesOfOurs)
  return { zones, machineTypes: typesIn(zones, candidates, offered) }
}

function adopt({ vpcId, cidr, subnets }: FoundNetwork, zones: readonly string[]): NonNullable<Facts['network']> {
  const chosen = zones.map((zone) => ({ subnetId: (subnets.get(zone) as AdoptableSubnet).subnetId, zone }))
  return { vpcId, cidr, subnets: chosen }
}

function typesIn(zones: readonly string[], candidates: readonly Candidate[], offered: ZonesByType): Facts['machineTypes'] {
  const placed = candidates.map(({ type, memoryMiB }) => ({ type, memoryMiB, zones: zones.filter((zone) => offered.get(type)?.includes(zone)) }))
  return placed.filter((type) => type.zones.length > 0)
}

function noneOffered(candidates: readonly Candidate[], region: string, where: string | undefined): GmError {
  const types = candidates.map(({ type }) => type).join(', ')
  return new GmError('NOT_FOUND', `None of ${types} is offered in ${where === undefined ? region : `the zones of ${where}`}`, {
    hints: [`aws ec2 describe-instance-type-offerings --region ${region} --location-type availability-zone`],
  })
}

async function findKeyPair(aws: Clients, name: string | undefined): Promise<string | undefined> {
  if (name === undefined) return undefined
  const ec2 = await aws.ec2()
  const found = await ifThere(() => ec2.describeKeyPairs({ KeyNames: [name] }))
  if (found?.KeyPairs?.length) return name
  throw new GmError('NOT_FOUND', `There is no key pair ${name} in ${aws.connection.region}`, { hints: ['aws ec2 describe-key-pairs'] })
}

/** The zone is not known yet; on demand, only the first type's is asked for, as each would be a call of its own. */
async function pricesOf(aws: Clients, types: readonly string[], market: Market): Promise<Survey['prices']> {
  if (market !== 'on-demand') return spotPrices(aws, types, new Date())
  const price = await onDemandPrice(aws, types[0]!)
  return price === undefined ? {} : { [types[0]!]: price }
}
