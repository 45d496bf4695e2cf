// Which stacks of a name have something in a region, by their tags: asked where no document says it. EC2 goes on
// showing tags of what is gone for a while, so what this finds is looked at by `findOrphans`.
import type { TagDescription } from '@aws-sdk/client-ec2'
import type { Clients } from '../client/clients.js'
import { allOf } from '../common/pages.js'
import { tagKeys } from '../common/tags.js'

/** What it asks. */
export const findStacksActions: readonly string[] = ['ec2:DescribeTags', 'elasticfilesystem:DescribeFileSystems']

/** Values that a filter takes. */
const filterValues = 200

/**
 * @param aws clients of the run
 * @param name of the stack
 * @returns UUIDs of the stacks of that name
 */
export async function findStacks(aws: Clients, name: string): Promise<readonly string[]> {
  const found = await Promise.all([inEc2(aws, name), inEfs(aws, name)])
  return [...new Set(found.flat())].toSorted()
}

async function inEc2(aws: Clients, name: string): Promise<readonly string[]> {
  const named = await tags(aws, [
    { Name: 'key', Values: [tagKeys.stack] },
    { Name: 'value', Values: [name] },
  ])
  const things = named.flatMap(({ ResourceId }) => ResourceId ?? [])
  const ids = []
  for (let at = 0; at < things.length; at += filterValues) {
    const Values = things.slice(at, at + filterValues)
    ids.push(
      ...(await tags(aws, [
        { Name: 'key', Values: [tagKeys.stackId] },
        { Name: 'resource-id', Values },
      ])),
    )
  }
  return ids.flatMap(({ Value }) => Value ?? [])
}

async function tags(aws: Clients, Filters: { Name: string; Values: string[] }[]): Promise<readonly TagDescription[]> {
  const ec2 = await aws.ec2()
  return allOf(ec2.paginateDescribeTags({ Filters }), ({ Tags }) => Tags)
}

async function inEfs(aws: Clients, name: string): Promise<readonly string[]> {
  const efs = await aws.efs()
  const found = await allOf(efs.paginateDescribeFileSystems({}), ({ FileSystems }) => FileSystems)
  return found.flatMap(({ Tags = [] }) => {
    const valueOf = (key: string) => Tags.find(({ Key }) => Key === key)?.Value
    return valueOf(tagKeys.stack) === name ? (valueOf(tagKeys.stackId) ?? []) : []
  })
}
