// What whoever types `gm deploy` must be allowed to do in the account: what the host's own looks ask, and what each
// resource and check says that it needs. A scenario holds the lists against the calls of real runs, both ways.
import { discoveryActions } from '../../aws/discovery/discover.js'
import { findStacksActions } from '../../aws/cleanup/find-stacks.js'
import { tagKeys } from '../../aws/common/tags.js'
import { sessionActions } from '../../aws/instance/session.js'
import { boot, deployed, healthy, issued, resources } from '../../aws/resources/index.js'
import type { Registry } from '../../contributions/index.js'

/**
 * Roles of AWS's own that are made when an account first uses a service: spot instances, EFS, AWS Backup for EFS, load
 * balancers. A fleet of type `instant` needs none (EC2 user guide, "EC2 Fleet prerequisites").
 */
const serviceRoles = [
  'spot.amazonaws.com',
  'elasticfilesystem.amazonaws.com',
  'backup.amazonaws.com',
  'elasticloadbalancing.amazonaws.com',
]

/**
 * @param registry whose resources count too
 * @param accountId twelve digits
 * @param kmsKey ARN of the key of the stack, where it has one
 * @returns a policy document: it may hand gm's own roles to EC2 and no others to anybody
 */
export function deployerPolicy(registry: Pick<Registry, 'resources'>, accountId: string, kmsKey?: string): object {
  const all = actions(registry)
  const bound = ['iam:PassRole', 'iam:CreateServiceLinkedRole']
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Stacks', Effect: 'Allow', Action: all.filter((action) => !bound.includes(action)), Resource: '*' },
      {
        Sid: 'InstanceRole',
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: `arn:aws:iam::${accountId}:role/gm-*`,
        Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      },
      {
        Sid: 'ServiceRoles',
        Effect: 'Allow',
        Action: 'iam:CreateServiceLinkedRole',
        Resource: `arn:aws:iam::${accountId}:role/aws-service-role/*`,
        Condition: { StringEquals: { 'iam:AWSServiceName': serviceRoles } },
      },
      ...sessions(accountId),
      ...(kmsKey === undefined ? [] : [{ Sid: 'Key', Effect: 'Allow', Action: keyActions, Resource: kmsKey }]),
    ],
  }
}

/** `gm exec` and `gm forward`: with instances of stacks and no others, for what gm has sessions for. */
function sessions(accountId: string): object[] {
  const [start, end] = sessionActions
  const instances = {
    Sid: 'Sessions',
    Effect: 'Allow',
    Action: start,
    Resource: `arn:aws:ec2:*:${accountId}:instance/*`,
    Condition: { StringLike: { [`ssm:resourceTag/${tagKeys.stackId}`]: '*' } },
  }
  const documents = { Sid: 'SessionKinds', Effect: 'Allow', Action: start, Resource: sessionDocuments }
  const ended = { Sid: 'EndSessions', Effect: 'Allow', Action: end, Resource: `arn:aws:ssm:*:${accountId}:session/*` }
  return [instances, documents, ended]
}

const sessionDocuments = [
  'arn:aws:ssm:*::document/AWS-StartInteractiveCommand',
  'arn:aws:ssm:*::document/AWS-StartNonInteractiveCommand',
  'arn:aws:ssm:*::document/AWS-StartPortForwardingSession',
]

/** EFS, EBS and the parameter store use a customer's key with the rights of who asks for it. */
const keyActions = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey*',
  'kms:ReEncrypt*',
]

function actions({ resources: contributed }: Pick<Registry, 'resources'>): string[] {
  const others = [...contributed.values()].flatMap(({ item }) => item.iam)
  const own = [...Object.values(resources), boot, deployed, healthy, issued].flatMap(({ iam }) => iam)
  return [...new Set([...discoveryActions, ...findStacksActions, ...own, ...others])].toSorted()
}
