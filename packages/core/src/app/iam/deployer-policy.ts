// What whoever types `gm deploy` must be allowed to do in the account. Where AWS lets an action be bound to what it is
// done to, and more than gm's own would be somebody else's keys (roles, parameters, commands on instances), it is.
import { tagKeys } from '../../aws/common/tags.js'
import { instanceProfile } from '../../aws/resources/iam/instance-profile.js'
import { sessionActions } from '../../aws/instance/session.js'

/** One statement of a policy. */
export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/** A policy document of IAM. */
export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/** Where and for what a policy is. */
export interface PolicyScope {
  /** `aws`, `aws-cn` or `aws-us-gov` */
  readonly partition: string
  /** Twelve digits. */
  readonly accountId: string
  /** Whether spot instances may be bought. */
  readonly spot: boolean
  /** ARN of the key of the stack, where it has one. */
  readonly kmsKey?: string | undefined
}

/**
 * Characters of a managed policy, without white space (IAM User Guide, IAM and AWS STS quotas). A role takes ten such
 * policies.
 */
export const policyAtMost = 6144

/**
 * Roles of AWS's own that are made when an account first uses a service; for spot instances there is one more. A fleet
 * of type `instant` needs none (EC2 user guide, "EC2 Fleet prerequisites").
 */
const serviceRoles = [
  { action: 'elasticfilesystem:CreateFileSystem', principal: 'elasticfilesystem.amazonaws.com' },
  { action: 'elasticfilesystem:CreateFileSystem', principal: 'backup.amazonaws.com' },
  { action: 'elasticloadbalancing:CreateLoadBalancer', principal: 'elasticloadbalancing.amazonaws.com' },
]

/**
 * @param actions that are needed, in alphabetical order
 * @returns a policy document: it may hand gm's own roles to EC2 and no others to anybody, change no other role, read
 *   no other parameter but AWS's public ones, and run commands on no other instance
 */
export function deployerPolicy(actions: readonly string[], scope: PolicyScope): Policy {
  const { kmsKey } = scope
  const statements = [...boundStatements(actions, scope), ...sessions(scope)]
  const bound = new Set(statements.flatMap(({ Action }) => Action))
  const rest = actions.filter((action) => !bound.has(action))
  return {
    Version: '2012-10-17',
    Statement: [
      allow('Stacks', rest, '*'),
      ...statements,
      ...(kmsKey === undefined ? [] : [allow('Key', keyActions, kmsKey)]),
    ].filter(({ Action }) => Action.length > 0),
  }
}

/** @returns characters that count against `policyAtMost` */
export function sizeOf(policy: Policy): number {
  return JSON.stringify(policy).length
}

function boundStatements(actions: readonly string[], { partition, accountId, spot }: PolicyScope): Statement[] {
  const needed = (...wanted: readonly string[]) => wanted.filter((action) => actions.includes(action))
  const role = (name: string) => `arn:${partition}:iam::${accountId}:role/${name}`
  const ofRoles = needed(...instanceProfile.iam.filter((action) => !boundOtherwise.includes(action)))
  const parameter = (owner: string, path: string) => `arn:${partition}:ssm:*:${owner}:parameter/${path}`
  const used = serviceRoles.filter(({ action }) => actions.includes(action)).map(({ principal }) => principal)
  const principals = [...(spot ? ['spot.amazonaws.com'] : []), ...used]
  return [
    allow('Roles', ofRoles, [role('gm-*'), `arn:${partition}:iam::${accountId}:instance-profile/gm-*`]),
    {
      ...allow('InstanceRole', needed('iam:PassRole'), role('gm-*')),
      Condition: { StringEquals: { 'iam:PassedToService': ec2Principals(partition) } },
    },
    {
      ...allow('ServiceRoles', needed('iam:CreateServiceLinkedRole'), role('aws-service-role/*')),
      Condition: { StringEquals: { 'iam:AWSServiceName': principals } },
    },
    allow('ServiceRolesThere', needed('iam:GetRole'), role('aws-service-role/*')),
    allow('Parameters', needed(...parameterActions), parameter(accountId, 'geusemaker/*')),
    allow('PublicParameters', needed('ssm:GetParameter'), parameter('', 'aws/service/*')),
    {
      ...allow('Commands', needed('ssm:SendCommand'), `arn:${partition}:ec2:*:${accountId}:instance/*`),
      Condition: ofStacks,
    },
    allow('CommandKinds', needed('ssm:SendCommand'), `arn:${partition}:ssm:*::document/AWS-RunShellScript`),
  ]
}

const boundOtherwise = ['iam:PassRole', 'iam:CreateServiceLinkedRole']

const parameterActions = [
  'ssm:AddTagsToResource',
  'ssm:DeleteParameters',
  'ssm:GetParameter',
  'ssm:GetParametersByPath',
  'ssm:PutParameter',
]

/** An instance that a stack has. */
const ofStacks = { StringLike: { [`ssm:resourceTag/${tagKeys.stackId}`]: '*' } }

/** In China EC2 goes by either name. */
function ec2Principals(partition: string): string | readonly string[] {
  return partition === 'aws-cn' ? ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] : 'ec2.amazonaws.com'
}

/** `gm exec` and `gm forward`: with instances of stacks and no others, for what gm has sessions for. */
function sessions({ partition, accountId }: PolicyScope): Statement[] {
  const [start, end] = sessionActions
  const documents = sessionDocuments.map((name) => `arn:${partition}:ssm:*::document/${name}`)
  return [
    { ...allow('Sessions', [start], `arn:${partition}:ec2:*:${accountId}:instance/*`), Condition: ofStacks },
    allow('SessionKinds', [start], documents),
    allow('EndSessions', [end], `arn:${partition}:ssm:*:${accountId}:session/*`),
  ]
}

const sessionDocuments = [
  'AWS-StartInteractiveCommand',
  'AWS-StartNonInteractiveCommand',
  'AWS-StartPortForwardingSession',
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

function allow(Sid: string, Action: readonly string[], Resource: string | readonly string[]): Statement {
  return { Sid, Effect: 'Allow', Action, Resource }
}
