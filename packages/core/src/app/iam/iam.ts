// `gm iam`: the least that whoever deploys a stack, and its instance, have to be allowed, before there is one.
import { GmError } from '@geuse/plugin-api'
import { join, resolve } from 'node:path'
import { partitionOf } from '../../aws/common/partition.js'
import { identify } from '../../aws/discovery/discover.js'
import { inRegion } from '../../aws/discovery/region.js'
import { governanceOf } from '../../config/governance.js'
import type { DeployConfig } from '../../config/resolve.js'
import type { leastPolicies } from '../../output/iam.js'
import type { Told } from '../../output/told.js'
import { place } from '../../stack/place.js'
import { writeTexts } from '../../state/write-texts.js'
import { resolveStack, type StackRequest } from '../deploy/resolve-stack.js'
import { standInSettings } from '../deploy/stand-in-settings.js'
import { connectionFor, type Host } from '../host.js'
import { namingProfile } from '../stack/profile-errors.js'
import { sizeOf } from './deployer-policy.js'
import { policiesOf, policyTexts } from './policies.js'

/** What is asked for. */
export interface IamRequest extends Omit<StackRequest, 'name'> {
  /** Twelve digits; that of the person's credentials without. */
  readonly account?: string | undefined
  /** Folder for a file of each policy. */
  readonly out?: string | undefined
}

/** Both policies. */
export type LeastPolicies = Told<typeof leastPolicies>

const standIns = { 'stack id': '00000000-0000-4000-8000-000000000000', 'file system': 'fs-00000000000000000' }
const name = 'my-stack'

/**
 * @returns what a stack of these options needs; with an account nobody is asked
 * @throws GmError CONFIG_INVALID, PLUGIN_FAILED; CREDENTIALS_… without an account; STORAGE_DENIED, STORAGE_FULL
 */
export async function leastPolicy(host: Host, request: IamRequest): Promise<LeastPolicies> {
  const { account, out, ...asked } = request
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw new GmError('CONFIG_INVALID', `--account: an account of AWS has twelve digits, not ${account}`, {
      hints: ['aws sts get-caller-identity --query Account'],
    })
  const resolved = await resolveStack(host, { ...asked, name, isNew: true }, standInSettings)
  const { config, composition, tier } = resolved
  const { region } = config
  const accountId = account ?? (await ownAccount(host, config))
  const governance = governanceOf(config)
  const identity = {
    ...{ name, id: standIns['stack id'], region, accountId },
    ...(governance === undefined ? {} : { governance }),
  }
  const { arch = 'x86_64', gpu = false } = tier.needs.instance
  const stack = place(composition, identity, { arch, memoryMiB: 0, gpu }, tier.front)
  const policies = await policiesOf(resolved, { identity, stack, fileSystemId: standIns['file system'] })
  return {
    ...{ tier: tier.item.id, region, partition: partitionOf(region), account: accountId },
    ...{ deployer: policies.deployer, deployerSize: sizeOf(policies.deployer), instance: policies.instance },
    standIns: { stack: name, ...standIns },
    files: out === undefined ? null : await written(resolve(out), policyTexts(policies)),
  }
}

/** The account of the credentials at hand. */
function ownAccount(host: Host, config: DeployConfig): Promise<string> {
  const { clients } = host.openRun(connectionFor(host, config))
  return namingProfile(
    clients,
    inRegion(clients.connection, () => identify(clients)),
  )
}

async function written(folder: string, texts: Readonly<Record<string, string>>): Promise<string[]> {
  await writeTexts(folder, texts)
  return Object.keys(texts).map((file) => join(folder, file))
}
