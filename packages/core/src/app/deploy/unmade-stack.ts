// A stack at its place before anything of it is made: what only a deploy finds out has a stand-in, so that files,
// policies and sizes can be told without AWS.
import type { StackRef } from '@geuse/plugin-api'
import { governanceOf } from '../../config/governance.js'
import type { BundleInput } from '../../stack/bundle.js'
import { place, type Stack } from '../../stack/place.js'
import type { ResolvedStack } from './resolve-stack.js'

/** What stands for what only a deploy finds out. */
export const standIns = {
  'stack id': '00000000-0000-4000-8000-000000000000',
  account: '000000000000',
  address: '192.0.2.1',
  'file system': 'fs-00000000000000000',
} as const

/** What is known of it all the same. */
export type KnownFacts = { readonly [Fact in keyof typeof standIns]?: string }

/** A stack that need not be there. */
export interface UnmadeStack {
  readonly identity: StackRef
  readonly stack: Stack
  readonly where: BundleInput
}

/**
 * @param resolved what is asked for
 * @param known what need not have a stand-in
 * @param host name by which it is reached; its address without
 * @throws GmError CONFIG_INVALID, PLUGIN_FAILED
 */
export function placeUnmade(
  { name, stored, config, composition, tier }: ResolvedStack,
  known: KnownFacts = {},
  host?: string,
): UnmadeStack {
  const facts = { ...standIns, ...known }
  const governance = governanceOf(config)
  const identity = {
    ...{ name, id: facts['stack id'], region: config.region, accountId: facts.account },
    ...(governance === undefined ? {} : { governance }),
  }
  const { arch = 'x86_64', gpu = false } = tier.needs.instance
  const stack = place(composition, identity, { arch: stored?.facts.arch ?? arch, memoryMiB: 0, gpu }, tier.front)
  return { identity, stack, where: whereOf(stack, facts, host) }
}

/** @returns what the files of a stack are made with, where only a deploy knows it */
export function whereOf(
  stack: Stack,
  facts: Required<KnownFacts> = standIns,
  host: string = facts.address,
): BundleInput {
  return { site: stack.site(host), fileSystemId: facts['file system'], address: facts.address }
}
