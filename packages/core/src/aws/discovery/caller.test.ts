// Who asks, and what time it is for AWS.
import { expect } from 'chai'
import { withStub } from '../stub-aws.test.js'
import { callerAt } from './caller.js'

const identity =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/u</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'

describe('the caller', () => {
  it('is told with how far the clock here is from that of AWS', async () => {
    await withStub({ GetCallerIdentity: { body: identity } }, async ({ aws }) => {
      const { accountId, arn, skewSeconds } = await callerAt(aws, () => Date.now() + 600_000)
      expect([accountId, arn]).to.deep.equal(['123456789012', 'arn:aws:iam::123456789012:user/u'])
      expect(skewSeconds).to.be.within(595, 605)
    })
  })
})
