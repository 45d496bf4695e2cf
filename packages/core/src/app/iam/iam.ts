// `gm iam`: the least that whoever deploys a stack, and its instance, have to be allowed, before there is one.
import { GmError } from '@geuse/plugin-api'
import { join, resolve } from 'node:path'
import { partitionOf } from '../../aws/common/partition.js'
import { identify } from '../../aws/discovery/discover.js'
import { inRegion } from '../../aws/discovery/region.js'
import type { DeployConfig } from '../../config/resolve.js'
import type { leastPolicies } from '../../output/iam.js'
import type { Told } from '../../output/told.js'
import { writeTexts } from '../../state/write-texts.js'
import { resolveStack, type StackRequest } from '../deploy/resolve-stack.js'
import { placeUnmade } from '../deploy/unmade-stack.js'
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

/** No stack is meant. */
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
  const { config, tier } = resolved
  const { region } = config
  const accountId = account ?? (await ownAccount(host, config))
  const { identity, stack, where } = placeUnmade(resolved, { account: accountId })
  const { deployer, instance } = await policiesOf(resolved, { identity, stack, fileSystemId: where.fileSystemId })
  return {
    ...{ tier: tier.item.id, region, partition: partitionOf(region), account: accountId },
    ...{ deployer, deployerSize: sizeOf(deployer), instance },
    standIns: { stack: name, 'stack id': identity.id, 'file system': where.fileSystemId },
    files: out === undefined ? null : await written(resolve(out), policyTexts({ deployer, instance })),
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
