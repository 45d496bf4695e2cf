// Fetches a bundle from the account's parameter store, as an instance does with the rights of its role.
import { type Bundle, readWhole } from './bundle.js'
import type { Boot } from './boot-failure.js'
import { planTable } from './plan.js'
import { parametersBelow, rights } from './surroundings.js'

/**
 * @param boot of the bundle in force, which says where bundles are
 * @param sha256 of the one that is wanted
 * @returns it, or why it cannot be had
 */
export async function fetchBundle(
  { cx, launch, bundle }: Boot,
  sha256: string,
): Promise<Bundle | { readonly reason: string }> {
  const path = `${planTable(bundle, 'stack').bundle_path}/${sha256.slice(0, 16)}`
  const resource = `arn:aws:ssm:${launch.region}:${launch.account}:parameter${path}`
  const may = await rights(cx, launch)
  if (!may({ action: 'ssm:GetParametersByPath', resource }))
    return { reason: `AccessDeniedException: not authorized to perform ssm:GetParametersByPath on ${resource}` }
  const there = await parametersBelow(cx, launch, path)
  const parts = [...there].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
  return readWhole(parts, sha256) ?? { reason: `${path} could not be read, or is not whole` }
}
