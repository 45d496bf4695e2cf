// EC2 as a resource of a plugin may ask it: also for what gm itself never asks.
import type { EC2 } from '@aws-sdk/client-ec2'
import { expect } from 'chai'
import { withStub } from '../stub-aws.test.js'

function answer(operation: string, text: string): string {
  return `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${text}</${operation}Response>`
}

describe('EC2', () => {
  it('answers operations that gm never asks for', async () => {
    const regions = '<regionInfo><item><regionName>eu-west-1</regionName></item></regionInfo>'
    await withStub({ DescribeRegions: [{ body: answer('DescribeRegions', regions) }] }, async ({ aws, calls }) => {
      const ec2 = (await aws.ec2()) as unknown as EC2
      expect((await ec2.describeRegions()).Regions).to.deep.equal([{ RegionName: 'eu-west-1' }])
      expect(calls).to.deep.equal(['DescribeRegions'])
    })
  })

  it('shows the pages of those too', async () => {
    const page = (id: string, token: string): { body: string } => ({
      body: answer(
        'DescribeSnapshots',
        `<snapshotSet><item><snapshotId>${id}</snapshotId></item></snapshotSet><nextToken>${token}</nextToken>`,
      ),
    })
    await withStub({ DescribeSnapshots: [page('snap-1', 'more'), page('snap-2', '')] }, async ({ aws }) => {
      const ec2 = (await aws.ec2()) as unknown as EC2
      const found: (string | undefined)[] = []
      for await (const { Snapshots = [] } of ec2.paginateDescribeSnapshots())
        found.push(...Snapshots.map(({ SnapshotId }) => SnapshotId))
      expect(found).to.deep.equal(['snap-1', 'snap-2'])
    })
  })

  it('says what it does not know', async () => {
    await withStub({}, async ({ aws }) => {
      const ec2 = (await aws.ec2()) as unknown as { guessWeather(): Promise<unknown> }
      await ec2.guessWeather().then(
        () => expect.fail('it was answered'),
        (error: Error) => expect(error.message).to.equal('EC2 has no GuessWeatherCommand'),
      )
    })
  })
})
