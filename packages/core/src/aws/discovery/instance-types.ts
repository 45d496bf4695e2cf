// Which instance types come into question, and where they are offered.
import type { InstanceTypeInfo } from '@aws-sdk/client-ec2'
import { GmError, type Facts } from '@geuse/plugin-api'
import { isInvalidType } from '../errors/classify.js'
import type { Clients } from '../client/clients.js'
import { allOf } from '../common/pages.js'
import { ifThere } from '../wait/consistency.js'
import { instanceTypes, type InstanceType } from './known-types.js'
import type { SurveyRequest } from './request.js'

/** An instance type that would do. */
export type Candidate = Pick<InstanceType, 'type' | 'memoryMiB' | 'vcpu'>

/** Instance types that would do, at least one, all of one architecture. */
export interface Candidates {
  readonly arch: Facts['arch']
  readonly types: readonly Candidate[]
}

/** Zones of the region by the types that are offered in them. */
export type ZonesByType = ReadonlyMap<string, readonly string[]>

/** What the system needs beside the containers, in MiB. */
const ownMemoryMiB = 1024
const expensive = /^(p\d|inf\d|trn\d|dl\d|u-|u\d|x\d|hpc\d|mac\d)|\.metal/

/** @returns whether an instance of so much memory holds containers that may take so much, both in MiB */
export function holds(memoryMiB: number, containersMiB: number): boolean {
  return memoryMiB >= containersMiB + ownMemoryMiB
}

/**
 * @param request memory that is needed, or types that are wanted
 * @returns the smallest size that holds it, in all its families, so that a fleet has a choice; or the wanted types
 * @throws GmError CONFIG_INVALID when the wanted type is too small, too expensive, or no known size is big enough
 */
export async function candidatesFor(aws: Clients, request: SurveyRequest): Promise<Candidates> {
  const needed = request.memoryMiB + ownMemoryMiB
  const { types, arch = 'x86_64' } = request.needs.instance
  if (types !== undefined) return sameArch(await Promise.all(types.map((type) => wanted(aws, type, needed, request))))
  const enough = instanceTypes.filter((candidate) => candidate.arch === arch && candidate.memoryMiB >= needed)
  const smallest = Math.min(...enough.map(({ memoryMiB }) => memoryMiB))
  const found = enough.filter(({ memoryMiB }) => memoryMiB === smallest)
  if (found.length > 0) return { arch, types: found }
  throw new GmError('CONFIG_INVALID', `No known instance type holds ${needed} MiB; choose one`, {
    hints: ['gm deploy --instance-type <type>'],
  })
}

/**
 * @param types instance types
 * @returns ordinary zones (`eu-west-1a`) of each; local and wavelength zones are left out
 */
export async function offeredZones(aws: Clients, types: readonly string[]): Promise<ZonesByType> {
  const ec2 = await aws.ec2()
  const Filters = [{ Name: 'instance-type', Values: [...types] }]
  const zones = new Map<string, string[]>()
  const pages = ec2.paginateDescribeInstanceTypeOfferings({ LocationType: 'availability-zone', Filters })
  for (const { InstanceType = '', Location = '' } of await allOf(pages, (page) => page.InstanceTypeOfferings)) {
    if (/\d[a-z]$/.test(Location)) zones.set(InstanceType, [...(zones.get(InstanceType) ?? []), Location])
  }
  return zones
}

/** One image is for one architecture. */
function sameArch(types: readonly Wanted[]): Candidates {
  const [arch = 'x86_64', ...others] = new Set(types.map((one) => one.arch))
  if (others.length > 0)
    throw new GmError('CONFIG_INVALID', `${types.map(({ type }) => type).join(', ')} are not of one architecture`)
  return { arch, types: types.map(({ type, memoryMiB, vcpu }) => ({ type, memoryMiB, vcpu })) }
}

type Wanted = Candidate & Pick<InstanceType, 'arch'> & { readonly gpu?: boolean }

async function wanted(aws: Clients, type: string, needed: number, request: SurveyRequest): Promise<Wanted> {
  if (expensive.test(type) && !request.allowExpensive) {
    throw new GmError('CONFIG_INVALID', `${type} is an expensive instance type`, {
      hints: [`gm deploy --instance-type ${type} --allow-expensive`],
    })
  }
  const known = instanceTypes.find((candidate) => candidate.type === type) ?? (await describe(aws, type))
  assertGpu(known, request)
  if (known.memoryMiB >= needed) return known
  throw new GmError(
    'CONFIG_INVALID',
    `${type} has ${known.memoryMiB} MiB; the services need ${needed} MiB with the system's own ${ownMemoryMiB}`,
    {
      hints: ['gm deploy   # without --instance-type, a type that fits is chosen'],
    },
  )
}

/** A GPU that no container gets costs several times as much for nothing; and what needs one does not run without. */
function assertGpu({ type, gpu = false }: Wanted, { needs }: SurveyRequest): void {
  const isNeeded = needs.instance.gpu === true
  if (gpu === isNeeded) return
  throw new GmError(
    'CONFIG_INVALID',
    isNeeded
      ? `${type} has no GPU, which this tier gives to its containers`
      : `${type} has a GPU, and this tier installs neither driver nor toolkit for it: no container could use it`,
    { hints: ['gm deploy   # without --instance-type, a type that fits is chosen', 'gm tiers'] },
  )
}

async function describe(aws: Clients, type: string): Promise<Wanted> {
  const ec2 = await aws.ec2()
  const answer = await known(type, () => ifThere(() => ec2.describeInstanceTypes({ InstanceTypes: [type as never] })))
  const found = answer?.InstanceTypes?.[0]
  if (!found) throw noSuchType(type)
  return wantedFrom(type, found)
}

function wantedFrom(type: string, { ProcessorInfo, MemoryInfo, GpuInfo, VCpuInfo }: InstanceTypeInfo): Wanted {
  const arm = ProcessorInfo?.SupportedArchitectures?.includes('arm64') === true
  const gpu = (GpuInfo?.Gpus ?? []).length > 0
  return {
    type,
    arch: arm ? 'arm64' : 'x86_64',
    memoryMiB: MemoryInfo?.SizeInMiB ?? 0,
    vcpu: VCpuInfo?.DefaultVCpus ?? 0,
    gpu,
  }
}

/** EC2 calls an unknown type an invalid one. */
async function known<T>(type: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    throw isInvalidType(error) ? noSuchType(type, error) : error
  }
}

function noSuchType(type: string, cause?: unknown): GmError {
  return new GmError('CONFIG_INVALID', `There is no instance type ${type}`, {
    hints: ['gm deploy --instance-type t3.large'],
    ...(cause === undefined ? {} : { cause }),
  })
}
