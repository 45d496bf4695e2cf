// Whether the stack that is asked for could stand there: types, network, image, sizes, and what plugins look at.
import type { Facts } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'
import { nameLimits, parameterPath, uniqueName } from '../../aws/common/names.js'
import { discover } from '../../aws/discovery/discover.js'
import { findImage } from '../../aws/discovery/image.js'
import { candidatesFor, offeredZones } from '../../aws/discovery/instance-types.js'
import { findNetwork } from '../../aws/discovery/network.js'
import type { SurveyRequest } from '../../aws/discovery/request.js'
import { resources } from '../../aws/resources/index.js'
import { type PlacedStack, placeStack } from '../deploy/placed-stack.js'
import type { ResolvedStack } from '../deploy/resolve-stack.js'
import { placeUnmade, standIns } from '../deploy/unmade-stack.js'
import { namingPlugin } from '../run/plugin-errors.js'
import { cannotBeTold, type DoctorCheck, type Finding, fine, once } from './check.js'

const group = 'The stack'
/** EC2's limit for user data, in bytes before base64 (EC2 User Guide, instance user data). */
const userDataAtMost = 16_384
/** Characters of a parameter's whole name (Systems Manager User Guide, parameter names). */
const parameterAtMost = 1011

/** What the checks ask. */
export interface DeployLook {
  readonly clients: Clients
  readonly resolved: ResolvedStack
  /** Of a stack that stands: where. */
  readonly standing: Facts | undefined
  /** ISO instant. */
  readonly now: string
  readonly signal: AbortSignal
}

/** A stack in its place, as far as it can be told without making it. */
interface Placed extends PlacedStack {
  readonly facts: Facts
}

/** What the checks find out together; each is asked once. */
export class DeployLooks {
  readonly candidates
  readonly placed
  readonly #look: DeployLook
  readonly #network
  readonly #zones
  readonly #image

  constructor(look: DeployLook) {
    const { clients, resolved, standing } = look
    const { needs } = resolved.tier
    const wanted = standing === undefined ? (needs.network ?? {}) : { vpc: standing.network?.vpcId }
    const request = surveyOf(resolved)
    this.#look = look
    this.candidates = once(() => candidatesFor(clients, request))
    this.#network = once(() => findNetwork(clients, wanted))
    this.#zones = once(async () =>
      offeredZones(
        clients,
        (await this.candidates()).types.map(({ type }) => type),
      ),
    )
    this.#image = once(async () => findImage(clients, (await this.candidates()).arch, needs.image))
    this.placed = once(async (): Promise<Placed> => {
      const facts = standing ?? (await discover(clients, request)).facts
      return { facts, ...(await placeStack(resolved, facts, look.now)) }
    })
  }

  /** @returns how many of a kind the stack has still to make; one where that cannot be told */
  async missing(what: 'vpcs' | 'addresses'): Promise<number> {
    const type = what === 'vpcs' ? resources.vpc.type : resources.elasticIp.type
    const stored = Object.values(this.#look.resolved.stored?.nodes ?? {})
    const there = stored.filter((row) => row.type === type && row.status === 'ready').length
    const steps = await this.placed().then(
      ({ steps }) => steps.filter((step) => step.kind === 'resource' && step.resource.type === type).length,
      () => 1,
    )
    return Math.max(0, steps - there)
  }

  /** @returns the checks that ask AWS, and those of plugins */
  asking(): DoctorCheck[] {
    const { standing } = this.#look
    const isMade = standing !== undefined && standing.network === undefined
    return [
      { id: 'instance-types', title: 'Instance types', group, look: () => this.#types() },
      ...(isMade ? [] : [{ id: 'network', title: 'Network', group, look: () => this.#networkFound() }]),
      ...(standing === undefined ? this.#ofPlace() : []),
      ...this.#ofPlugins(),
    ]
  }

  /** @returns the checks that ask nobody */
  sizes(): DoctorCheck[] {
    const { resolved } = this.#look
    return [
      { id: 'names', title: 'Names', group, look: async () => names(resolved) },
      { id: 'user-data', title: 'UserData', group, look: async () => sizes(resolved) },
    ]
  }

  #ofPlace(): DoctorCheck[] {
    return [
      { id: 'image', title: 'Image', group, look: async () => fine((await this.#image()).id) },
      { id: 'place', title: 'Place', group, look: () => this.#place() },
    ]
  }

  async #types(): Promise<Finding> {
    const [{ types }, offered] = await Promise.all([this.candidates(), this.#zones()])
    const zones = [...new Set(types.flatMap(({ type }) => offered.get(type) ?? []))].toSorted()
    const where = types.map(({ type }) => type).join(', ')
    const { region } = this.#look.clients.connection
    const mends = [`aws ec2 describe-instance-type-offerings --region ${region} --location-type availability-zone`]
    if (zones.length === 0) return { state: 'failed', found: `${where}: offered nowhere in ${region}`, mends }
    if (zones.length === 1)
      return { state: 'warning', found: `${where}: offered in ${zones[0]} only, so that capacity may be short`, mends }
    return fine(`${where}: offered in ${zones.join(', ')}`)
  }

  async #networkFound(): Promise<Finding> {
    const found = await this.#network()
    if (found === undefined) return fine('one is made for the stack')
    const zones = [...found.subnets.keys()].toSorted()
    return fine(`${found.vpcId} resolves names and has a way to the internet in ${zones.join(', ')}`)
  }

  /** What has been told by another check is not told again. */
  async #place(): Promise<Finding> {
    const parts = await Promise.allSettled([this.#types(), this.#network(), this.#image()])
    if (parts.some(({ status }) => status === 'rejected')) return cannotBeTold
    const { facts } = await this.placed()
    const where = facts.network === undefined ? 'a network of its own' : facts.network.vpcId
    return fine(`${where}, in ${facts.zones.join(', ')}`)
  }

  #ofPlugins(): DoctorCheck[] {
    return [...this.#look.resolved.registry.checks.values()].map(({ item, plugin }) => ({
      id: `plugin.${item.id}`,
      title: item.title,
      group,
      look: async () => {
        const placed = await this.placed().catch(() => undefined)
        if (placed === undefined) return cannotBeTold
        const { facts, stack } = placed
        const problems = await namingPlugin(plugin, () => item.run({ facts, stack, signal: this.#look.signal }))
        if (problems.length === 0) return fine('all is well')
        const found = problems.map(({ message }) => message).join('; ')
        return { state: 'failed', found, mends: problems.flatMap(({ hints = [] }) => hints) }
      },
    }))
  }
}

/** Quotas have checks of their own. */
function surveyOf({ tier, composition, config }: ResolvedStack): SurveyRequest {
  const { memoryMiB } = composition
  return { needs: tier.needs, memoryMiB, allowExpensive: config.allowExpensive, anyQuota: true }
}

function names({ name, composition }: ResolvedStack): Finding {
  const stack = { name, id: standIns['stack id'] }
  const parameters = composition.secrets.map((secret) => `${parameterPath(stack)}/${secret.name}`)
  const made = [
    ['role', uniqueName(stack, 'instance', nameLimits.iam), nameLimits.iam],
    ['security group', uniqueName(stack, 'file-system', nameLimits.group), nameLimits.group],
    ['launch template', uniqueName(stack, 'instance', nameLimits.template), nameLimits.template],
    ['load balancer', uniqueName(stack, 'lb', nameLimits.loadBalancer), nameLimits.loadBalancer],
    ['parameter', parameters.reduce((long, one) => (one.length > long.length ? one : long), ''), parameterAtMost],
  ] as const
  const long = made.filter(([, text, limit]) => text.length > limit).map(([what]) => what)
  if (long.length > 0) return { state: 'failed', found: `too long for AWS: ${long.join(', ')}` }
  return fine(`fit: ${made.map(([what, text, limit]) => `${what} ${text.length} of ${limit}`).join(', ')}`)
}

/** Of one on any instance, at any address: neither makes it larger. */
function sizes(resolved: ResolvedStack): Finding {
  const { stack, where } = placeUnmade(resolved)
  const bytes = Buffer.from(stack.userData(where), 'base64').length
  const found = `${bytes} of ${userDataAtMost} bytes`
  return bytes <= userDataAtMost ? fine(found) : { state: 'failed', found }
}
