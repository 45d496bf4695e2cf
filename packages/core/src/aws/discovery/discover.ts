// Looks at the account once, before anything is made: everything a graph is built from, or everything that is in the
// way, all at once. Reads start together.
import { GmError, isGmError, type Facts, type Needs } from '@geuse/plugin-api'
import type { Clients } from '../client/clients.js'
import { checkDomain, domainActions } from './domain.js'
import { findImage } from './image.js'
import { quotaActions } from '../quotas/look-at-quota.js'
import { demandVcpus } from '../quotas/vcpus.js'
import { ifThere } from '../wait/consistency.js'
import { priceActions } from './price.js'
import { findNetwork, type FoundNetwork } from './network.js'
import { candidatesFor, offeredZones, type Candidates, type ZonesByType } from './instance-types.js'
import type { StandingPlace, SurveyRequest } from './request.js'
import { required } from '../common/required.js'

/** What the account is like. */
export interface Survey {
  readonly facts: Facts
}

/** @returns the actions that discovery asks */
export function discoveryActions({ domain, keyPair }: Needs): readonly string[] {
  return [...usualActions, ...domainActions(domain), ...(keyPair === undefined ? [] : ['ec2:DescribeKeyPairs'])]
}

const usualActions = [
  ...priceActions,
  ...quotaActions,
  'ec2:DescribeImages',
  'ec2:DescribeInstanceTypeOfferings',
  'ec2:DescribeInstanceTypes',
  'ec2:DescribeRegions',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcAttribute',
  'ec2:DescribeVpcs',
  'ssm:GetParameter',
  'sts:GetCallerIdentity',
]

const zonesAtMost = 3
const zonesOfOurs = 2

/**
 * @param aws clients of the run
 * @param request what is wanted
 * @throws GmError the problem, or one that holds all of them in `problems`
 */
export async function discover(aws: Clients, request: SurveyRequest): Promise<Survey> {
  const { needs, standing } = request
  const { market, gpu = false } = needs.instance
  const counted = gpu && standing === undefined
  // First, as it is answered soonest: its client is the smallest.
  const account = identify(aws)
  const choice = candidatesFor(aws, request)
  const names = choice.then(({ types }) => types.map(({ type }) => type))
  if (request.onTypes !== undefined) void names.then(request.onTypes, () => undefined)
  const [accountId, network, candidates, zones, image, keyPair] = await everything([
    account,
    standing === undefined ? findNetwork(aws, needs.network ?? {}) : Promise.resolve(undefined),
    choice,
    names.then((types) => offeredZones(aws, types)),
    choice.then(({ arch }) => (standing?.arch === arch ? standing.image : findImage(aws, arch, needs.image))),
    findKeyPair(aws, needs.keyPair),
    checkDomain(aws, needs.domain),
    request.anyQuota === true ? undefined : choice.then(({ types }) => demandVcpus(aws, { types, market, counted })),
  ])
  const place =
    standing === undefined
      ? placeFor(aws, needs.network ?? {}, network, candidates, zones)
      : stay(aws, standing, candidates, zones)
  const { region } = aws.connection
  const facts = {
    accountId,
    region,
    arch: candidates.arch,
    ...place,
    image,
    ...(keyPair === undefined ? {} : { keyPair }),
  }
  return { facts }
}

/** @returns twelve digits: the account of these credentials */
export async function identify(aws: Clients): Promise<string> {
  const sts = await aws.sts()
  return required((await sts.getCallerIdentity({})).Account, 'Account')
}

/** Waits for all; what went wrong is told together, the same trouble once. */
async function everything<T extends readonly unknown[]>(looks: {
  readonly [K in keyof T]: Promise<T[K]> | T[K]
}): Promise<T> {
  const settled = await Promise.allSettled(looks)
  const failures = settled.flatMap((look) => (look.status === 'rejected' ? [look.reason as unknown] : []))
  const strange = failures.find((failure) => !isGmError(failure))
  if (strange !== undefined) throw strange instanceof Error ? strange : new Error(String(strange))
  const problems = [...new Map((failures as GmError[]).map((problem) => [keyOf(problem), problem])).values()]
  const [first] = problems
  if (first !== undefined) throw problems.length === 1 ? first : together(problems)
  return settled.map((look) => (look as PromiseFulfilledResult<unknown>).value) as unknown as T
}

/** Without credentials or a connection every look fails alike: one is enough. */
function keyOf({ code, message }: GmError): string {
  return code === 'UNREACHABLE' || code.startsWith('CREDENTIALS') ? code : message
}

function together(problems: readonly GmError[]): GmError {
  const words = problems.map(({ message }) => message).join('; ')
  return GmError.all(`${problems.length} problems in the account: ${words}`, problems)
}

type Place = Pick<Facts, 'network' | 'zones' | 'instanceTypes'>

function stay(aws: Clients, { network, zones }: StandingPlace, candidates: Candidates, offered: ZonesByType): Place {
  const instanceTypes = typesIn(zones, candidates, offered)
  if (instanceTypes.length === 0) throw noneOffered(candidates, aws.connection.region, zones.join(', '))
  return { ...(network === undefined ? {} : { network }), zones, instanceTypes }
}

/** Zones with the most of the candidate types come first: that is where capacity is. */
function placeFor(
  aws: Clients,
  { vpc, subnet, zones: least = 1 }: NonNullable<Needs['network']>,
  network: FoundNetwork | undefined,
  candidates: Candidates,
  offered: ZonesByType,
): Place {
  const offeredTypes = (zone: string) => candidates.types.filter(({ type }) => offered.get(type)?.includes(zone)).length
  const best = (zones: readonly string[]) =>
    [...zones]
      .filter((zone) => offeredTypes(zone) > 0)
      .sort((a, b) => offeredTypes(b) - offeredTypes(a) || (a < b ? -1 : 1))
  const all = best([...new Set([...offered.values()].flat())])
  const wanted = vpc === 'new' ? undefined : (vpc ?? subnet)
  const usable = network === undefined ? [] : best([...network.subnets.keys()]).slice(0, zonesAtMost)
  if (network !== undefined && usable.length >= least)
    return { network: adopt(network, usable), zones: usable, instanceTypes: typesIn(usable, candidates, offered) }
  if (wanted !== undefined) demandZones(wanted, usable, least)
  if (wanted !== undefined || all.length === 0) throw noneOffered(candidates, aws.connection.region, wanted)
  const zones = all.slice(0, zonesOfOurs)
  return { zones, instanceTypes: typesIn(zones, candidates, offered) }
}

function adopt({ vpcId, cidr, subnets }: FoundNetwork, zones: readonly string[]): NonNullable<Facts['network']> {
  return { vpcId, cidr, subnets: zones.flatMap((zone) => subnets.get(zone) ?? []) }
}

function typesIn(zones: readonly string[], { types }: Candidates, offered: ZonesByType): Facts['instanceTypes'] {
  const placed = types.map(({ type, memoryMiB }) => ({
    type,
    memoryMiB,
    zones: zones.filter((zone) => offered.get(type)?.includes(zone)),
  }))
  return placed.filter((type) => type.zones.length > 0)
}

function noneOffered({ types }: Candidates, region: string, where: string | undefined): GmError {
  const names = types.map(({ type }) => type).join(', ')
  return new GmError(
    'NOT_FOUND',
    `None of ${names} is offered in ${where === undefined ? region : `the zones of ${where}`}`,
    {
      hints: [`aws ec2 describe-instance-type-offerings --region ${region} --location-type availability-zone`],
    },
  )
}

function demandZones(where: string, usable: readonly string[], least: number): void {
  if (usable.length === 0) return
  throw new GmError(
    'CONFIG_INVALID',
    `${where} has public subnets in ${usable.join(', ')} only; this tier needs them in ${least} zones`,
    {
      hints: [
        `aws ec2 create-subnet --vpc-id ${where} …   # in another zone, with a route to an internet gateway`,
        'gm deploy --vpc new   # makes a network',
      ],
    },
  )
}

async function findKeyPair(aws: Clients, name: string | undefined): Promise<string | undefined> {
  if (name === undefined) return undefined
  const ec2 = await aws.ec2()
  const found = await ifThere(() => ec2.describeKeyPairs({ KeyNames: [name] }))
  if (found?.KeyPairs?.length) return name
  throw new GmError('NOT_FOUND', `There is no key pair ${name} in ${aws.connection.region}`, {
    hints: ['aws ec2 describe-key-pairs'],
  })
}
