// Looks for what there is of a stack, recorded or not: every resource lists its own kind, the core's and those of
// plugins alike. What AWS itself still shows of things that are gone does not count.
import type { Listed, MakesFrom } from '@geuse/plugin-api'
import type { AwsListContext } from '../common/context.js'

/** A resource that may have left something, and the plugin that brought it. */
export interface Lister {
  readonly resource: MakesFrom<unknown, unknown>
  /** `name@version`, or `core`. */
  readonly plugin: string
}

/** Something that is there. */
export interface Orphan extends Listed, Lister {}

/**
 * @param cx stack and clients
 * @param listers every resource that is known here
 * @returns everything of the stack that is there, data included
 */
export async function findOrphans(cx: AwsListContext, listers: readonly Lister[]): Promise<readonly Orphan[]> {
  const lists = listers.map(async (lister) => {
    const found = await lister.resource.list(cx)
    return found.map((item) => ({ ...item, ...lister }))
  })
  return (await Promise.all(lists)).flat()
}

/** @returns it as a person is told of it */
export function orphanName({ kind, id, resource }: Orphan): string {
  return `${kind ?? resource.type} ${id}`
}
