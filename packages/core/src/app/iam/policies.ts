// Both policies of a stack: of whoever deploys it and looks after it, and of its instance.
import type { StackRef } from '@geuse/plugin-api'
import { partitionOf } from '../../aws/common/partition.js'
import { instancePolicy } from '../../aws/resources/iam/instance-policy.js'
import type { Stack } from '../../stack/place.js'
import type { ResolvedStack } from '../deploy/resolve-stack.js'
import { lifeActions } from './actions.js'
import { deployerPolicy, type Policy } from './deployer-policy.js'

/** A stack as far as its policies name it. */
export interface NamedStack {
  readonly identity: StackRef
  readonly stack: Stack
  /** `fs-…` */
  readonly fileSystemId: string
}

/** The least that each needs. */
export interface Policies {
  readonly deployer: Policy
  readonly instance: Policy
}

/**
 * @param resolved what is asked for
 * @param named the same in its place
 * @throws GmError PLUGIN_FAILED, PLUGIN_INVALID for a tier whose graph cannot be used
 */
export async function policiesOf(
  resolved: ResolvedStack,
  { identity, stack, fileSystemId }: NamedStack,
): Promise<Policies> {
  const { region, accountId } = identity
  const partition = partitionOf(region)
  const fileSystemArn = `arn:${partition}:elasticfilesystem:${region}:${accountId}:file-system/${fileSystemId}`
  const spot = resolved.tier.needs.instance.market !== 'on-demand'
  const actions = await lifeActions(resolved, stack, accountId)
  return {
    deployer: deployerPolicy(actions, { partition, accountId, spot, kmsKey: resolved.config.kmsKey }),
    instance: JSON.parse(instancePolicy(identity, { fileSystemArn, parameterPath: stack.parameterPath })) as Policy,
  }
}

/** Names of their files. */
const policyFiles = { deployer: 'deployer-policy.json', instance: 'instance-policy.json' } as const

/** @returns both as texts, by the names of their files */
export function policyTexts(policies: Policies): Record<string, string> {
  const files = { [policyFiles.deployer]: policies.deployer, [policyFiles.instance]: policies.instance }
  return Object.fromEntries(Object.entries(files).map(([file, policy]) => [file, `${policyText(policy)}\n`]))
}

/** @returns a policy as AWS takes it, to be read and handed in */
export function policyText(policy: object): string {
  return JSON.stringify(policy, null, 2)
}
