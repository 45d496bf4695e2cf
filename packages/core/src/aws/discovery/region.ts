// Whether a region is one that can be used: AWS opens regions faster than lists are written, and answers in one that is
// not enabled as if the credentials were wrong.
import { GmError, isGmError } from '@geuse/plugin-api'
import { createClients } from '../client/clients.js'
import type { Connection } from '../client/connection.js'
import { partitionOf } from '../common/partition.js'
import regions from './regions.json' with { type: 'json' }

/** Each partition of AWS has credentials and regions of its own. */
const homes = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' } as const

/**
 * Asks something of a region, and says of one that cannot be used that it is the region.
 * @param connection to the region
 * @param look what is asked
 * @throws GmError CONFIG_INVALID for the region; what the look throws
 */
export async function inRegion<T>(connection: Connection, look: () => Promise<T>): Promise<T> {
  if (!(regions as readonly string[]).includes(connection.region)) {
    const problem = await regionProblem(connection)
    if (problem !== undefined) throw problem
  }
  try {
    return await look()
  } catch (error) {
    if (!isGmError(error) || error.code !== 'CREDENTIALS_MISSING') throw error
    throw (await regionProblem(connection).catch(() => undefined)) ?? error
  }
}

/**
 * Asks a region that every account has.
 * @param connection to the region in question
 * @returns what is wrong with the region; undefined when it can be used
 * @throws GmError what keeps AWS from being asked
 */
async function regionProblem(connection: Connection): Promise<GmError | undefined> {
  const { region } = connection
  const aws = createClients({ ...connection, region: homes[partitionOf(region)] })
  try {
    const ec2 = await aws.ec2()
    const { Regions = [] } = await ec2.describeRegions({ AllRegions: true })
    const found = Regions.find(({ RegionName }) => RegionName === region)
    if (found === undefined)
      return new GmError('CONFIG_INVALID', `AWS has no region ${region}`, {
        hints: ['aws ec2 describe-regions --all-regions --query Regions[].RegionName'],
      })
    return found.OptInStatus === 'not-opted-in' ? disabled(region) : undefined
  } finally {
    aws.close()
  }
}

function disabled(region: string): GmError {
  return new GmError('CONFIG_INVALID', `The region ${region} is not enabled in this account`, {
    hints: [`aws account enable-region --region-name ${region}   # takes minutes to hours`],
  })
}
