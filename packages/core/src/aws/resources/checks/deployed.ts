// Waits beside the boot until a distribution answers everywhere as it was told last.
import { GmError, type Check } from '@geuse/plugin-api'
import type { AwsContext } from '../../common/context.js'
import { waitFor } from '../../wait/wait-for.js'

const deadline = 2400
/** Seconds: about three minutes are commonly seen. */
const deployedWithin = 2100

/** Passes when all places of CloudFront know the distribution as it is. */
export const deployed: Check<{ id: string }, { id: string }, AwsContext> = {
  type: 'deployed',
  stage: 'network',
  iam: ['cloudfront:GetDistribution'],
  seconds: 180,
  deadline,
  run: async (cx, { id }) => {
    const cloudfront = await cx.aws.cloudfront()
    const look = async () => {
      const { Distribution } = await cloudfront.getDistribution({ Id: id })
      return Distribution?.Status === 'Deployed' ? { id } : undefined
    }
    const late = () =>
      new GmError('TIMED_OUT', `CloudFront has not deployed ${id} after ${deployedWithin / 60} minutes`, {
        hints: [`aws cloudfront get-distribution --id ${id}`, `gm deploy ${cx.stack.name}   # goes on waiting`],
      })
    return waitFor(cx, `CloudFront to deploy ${id} to all its places`, look, { seconds: deployedWithin, late })
  },
}
