// Names that AWS limits and that must be unique in an account: short, readable, and told apart by the stack's UUID, so
// that two stacks of one name in two regions never meet.
import { GmError, type StackRef } from '@geuse/plugin-api'

/**
 * Longest names that AWS takes. IAM roles and instance profiles: 64 and 128; the shorter for both. Load balancers and
 * target groups: 32.
 */
export const nameLimits = { iam: 64, group: 255, template: 128, loadBalancer: 32 } as const

/** What names are made of. */
export type Named = Pick<StackRef, 'name' | 'id'>

/** @returns the first eight digits of the stack's UUID */
function shortId(stack: Pick<StackRef, 'id'>): string {
  return stack.id.replaceAll('-', '').slice(0, 8)
}

/**
 * @param purpose what the thing is for, e.g. `instance`
 * @param limit longest name that AWS takes
 * @returns `gm-<stack>-<short id>-<purpose>`, the stack's part cut where it would be too long
 */
export function uniqueName(stack: Named, purpose: string, limit: number): string {
  const tail = `-${shortId(stack)}-${purpose}`
  return `gm-${stack.name.slice(0, limit - tail.length - 3)}${tail}`
}

/** @returns the name that a load balancer of the stack has, in one account and region */
export function loadBalancerName(stack: Named): string {
  return uniqueName(stack, 'lb', nameLimits.loadBalancer)
}

/** @returns what the console shows in the column Name */
export function nodeName(stack: Named, node: string): string {
  return `${stack.name}-${node}`
}

/** @returns the path under which the stack's parameters lie, `/geusemaker/<name>-<short id>` */
export function parameterPath(stack: Named): string {
  return `/geusemaker/${stack.name}-${shortId(stack)}`
}

/** @returns the path under which the stack's bundles lie, `/geusemaker/bundles/<name>-<short id>` */
export function bundlePath(stack: Named): string {
  return `/geusemaker/bundles/${stack.name}-${shortId(stack)}`
}

/** @returns the path under which a set of keys of backups is kept, whatever becomes of the stack */
export function backupKeysPath(set: string): string {
  return `/geusemaker/backups/${set}`
}

/** The failure of a create whose name somebody else's thing has. */
export function foreignResource(what: string, name: string, cause?: unknown): GmError {
  return new GmError(
    'CONFLICT',
    `${what} ${name} is there already and does not belong to this stack; it was not touched`,
    {
      ...(cause === undefined ? {} : { cause }),
    },
  )
}
