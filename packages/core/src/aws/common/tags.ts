// What makes a thing ours: the stack's UUID in a tag. Everything that can carry tags carries these from its creation.
import type { ResourceContext, StackRef } from '@geuse/plugin-api'
import { nodeName } from './names.js'

/** A tag as every service of AWS writes it. */
export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** Keys of our tags. `Stack` is the one that people and cost reports look for. */
export const tagKeys = {
  stack: 'geusemaker:stack',
  stackId: 'geusemaker:stack-id',
  node: 'geusemaker:node',
  generation: 'geusemaker:generation',
  phase: 'geusemaker:phase',
} as const

/** The node that a thing belongs to. */
export type Owner = Pick<ResourceContext, 'stack' | 'node' | 'generation'>

/** @returns the tags that a thing of this node is made with */
export function tagsOf({ stack, node, generation }: Owner): Tag[] {
  return [
    { Key: tagKeys.stack, Value: stack.name },
    { Key: tagKeys.stackId, Value: stack.id },
    { Key: tagKeys.node, Value: node },
    { Key: tagKeys.generation, Value: String(generation) },
    { Key: 'Stack', Value: stack.name },
    { Key: 'Name', Value: nodeName(stack, node) },
    ...Object.entries(stack.governance?.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  ]
}

/**
 * @param type of the thing, as EC2 names it, e.g. `vpc`
 * @returns our tags for the one EC2 call that makes it
 */
export function tagSpecification<const T extends string>(owner: Owner, type: T): { ResourceType: T; Tags: Tag[] }[] {
  return [{ ResourceType: type, Tags: tagsOf(owner) }]
}

/** @returns EC2 filters that only things of this very generation of a node pass */
export function nodeFilters({ stack, node, generation }: Owner): { Name: string; Values: string[] }[] {
  return [
    ...stackFilters(stack),
    { Name: `tag:${tagKeys.node}`, Values: [node] },
    { Name: `tag:${tagKeys.generation}`, Values: [String(generation)] },
  ]
}

/** @returns EC2 filters that only things of this stack pass */
export function stackFilters(stack: Pick<StackRef, 'id'>): { Name: string; Values: string[] }[] {
  return [{ Name: `tag:${tagKeys.stackId}`, Values: [stack.id] }]
}

/** Tags as any service answers them. */
export type Tags = readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined

/** @returns the node that a thing was made for */
export function nodeOf(tags: Tags): string | undefined {
  return tags?.find(({ Key }) => Key === tagKeys.node)?.Value
}

/**
 * @param tags as any service answers them
 * @returns whether the thing belongs to this very stack; the same name with another id is a stranger
 */
export function isOurs(tags: Tags, stack: StackRef): boolean {
  return tags?.some((tag) => tag.Key === tagKeys.stackId && tag.Value === stack.id) ?? false
}
