// What the instance itself may do in the account, and nothing else: read its own stack's secrets and
// bundles, use its own file
// system, open its secrets with the key that closed them, tell its phase on itself, see whether the instance before it
// has ended, and what the SSM agent needs to be reached.
import type { StackRef } from '@geuse/plugin-api'
import { bundlePath } from '../../common/names.js'
import { tagKeys } from '../../common/tags.js'

/** What the role is for. */
export interface Grants {
  readonly fileSystemArn: string
  /** `/geusemaker/<stack>-<short id>` */
  readonly parameterPath: string
}

/** Who may be this role: EC2 alone. */
export const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})

/**
 * @param stack whose instance it is
 * @param grants its file system and parameter path
 * @returns the inline policy, as JSON; AmazonSSMManagedInstanceCore is not used, as it may read every parameter
 */
export function instancePolicy(stack: StackRef, { fileSystemArn, parameterPath }: Grants): string {
  const partition = fileSystemArn.split(':')[1] ?? 'aws'
  const here = (service: string, what: string) =>
    `arn:${partition}:${service}:${stack.region}:${stack.accountId}:${what}`
  const { kmsKey } = stack.governance ?? {}
  const own = { StringEquals: { [`aws:ResourceTag/${tagKeys.stackId}`]: stack.id } }
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      allow(
        'Secrets',
        ['ssm:GetParametersByPath'],
        [here('ssm', `parameter${parameterPath}`), here('ssm', `parameter${parameterPath}/*`)],
      ),
      allow('Bundles', ['ssm:GetParametersByPath'], [here('ssm', `parameter${bundlePath(stack)}/*`)]),
      allow(
        'Files',
        ['ClientMount', 'ClientWrite', 'ClientRootAccess'].map((action) => `elasticfilesystem:${action}`),
        [fileSystemArn],
      ),
      { ...allow('Phase', ['ec2:CreateTags'], [here('ec2', 'instance/*')]), Condition: own },
      // It cannot be narrowed to some instances. Asked for the holder of the data's lease, which may have ended.
      allow('Lease', ['ec2:DescribeInstances'], ['*']),
      allow('Agent', agentActions, ['*']),
      ...(kmsKey === undefined ? [] : [allow('Key', ['kms:Decrypt'], [kmsKey])]),
    ],
  })
}

const agentActions = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
  'ec2messages:AcknowledgeMessage',
  'ec2messages:DeleteMessage',
  'ec2messages:FailMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
]

function allow(Sid: string, Action: readonly string[], Resource: readonly string[]) {
  return { Sid, Effect: 'Allow', Action, Resource }
}
