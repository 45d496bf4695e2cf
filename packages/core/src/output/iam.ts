// Who has to be allowed what: `gm iam`.
import { z } from 'zod'
import { count, words } from './told.js'

const oneOrMore = z.union([z.string(), z.array(z.string())])

const policy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string(),
      Effect: z.literal('Allow'),
      Action: oneOrMore,
      Resource: oneOrMore,
      Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
    }),
  ),
})

/** `gm iam` */
export const leastPolicies = z.strictObject({
  tier: z.string(),
  region: z.string(),
  partition: z.string().describe('`aws`, `aws-cn` or `aws-us-gov`'),
  account: z.string().describe('twelve digits'),
  deployer: policy.describe('of whoever deploys a stack of the tier and looks after it'),
  deployerSize: count('characters of it without white space; a managed policy may have 6144'),
  instance: policy.describe('of the instance of such a stack: `gm` gives it to the role that it makes'),
  standIns: z.record(z.string(), z.string()).describe('what only a deploy knows, and what stands for it'),
  files: words('that were written').nullable(),
})
