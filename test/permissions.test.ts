// The policy that gm says its user needs, held against what gm really calls: every call is in it, and it allows nothing
// that no run calls and no reason explains.
import { expect } from 'chai'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SessionPlugin } from './support/session-plugin.js'
import { small, TestAccount } from './support/test-account.js'

/** AWS asks for these rights when another call is made. */
const withoutCall: Readonly<Record<string, string>> = {
  'ec2:CreateTags': 'things are made with their tags',
  'ec2:RunInstances': 'a fleet launches with the rights of who asks for it',
  'ec2:CreateNetworkInterface': 'a mount target is an interface',
  'ec2:DeleteNetworkInterface': 'a mount target is an interface',
  'ec2:DescribeNetworkInterfaces': 'a mount target is an interface',
  'elasticfilesystem:TagResource': 'things are made with their tags',
  'elasticfilesystem:PutBackupPolicy': 'a file system is made with its backup',
  'acm:AddTagsToCertificate': 'things are made with their tags',
  'cloudfront:TagResource': 'things are made with their tags',
  'elasticloadbalancing:AddTags': 'things are made with their tags',
  'iam:CreateServiceLinkedRole': 'the first spot instance, file system and load balancer of an account',
  'iam:PassRole': 'a launch hands the role over',
  'iam:TagInstanceProfile': 'things are made with their tags',
  'iam:TagRole': 'things are made with their tags',
  'ssm:AddTagsToResource': 'things are made with their tags',
}

/** Called where something is not as usual; each has a test of its own beside its resource. */
const inNeed: readonly string[] = [
  'acm:ListTagsForCertificate',
  'ec2:CreateLaunchTemplateVersion',
  'ec2:DescribeInstanceTypes',
  'ec2:DescribeKeyPairs',
  'ec2:DescribeLaunchTemplateVersions',
  'ec2:DescribeNatGateways',
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeRegions',
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeVpnGateways',
  'ec2:DisassociateAddress',
  'ec2:GetConsoleOutput',
  'ec2:ReplaceRoute',
  'ec2:RevokeSecurityGroupIngress',
  'ec2:StartInstances',
  'elasticfilesystem:ModifyMountTargetSecurityGroups',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:ModifyListener',
  'elasticloadbalancing:ModifyTargetGroup',
  'elasticloadbalancing:SetSecurityGroups',
  'elasticloadbalancing:SetSubnets',
  'iam:DetachRolePolicy',
  'iam:ListAttachedRolePolicies',
]

/** Calls whose right has another name: CloudFront Developer Guide, API permissions. */
const rights: Readonly<Record<string, string>> = {
  'cloudfront:CreateDistributionWithTags': 'cloudfront:CreateDistribution',
}

const prefixes: Readonly<Record<string, string>> = { efs: 'elasticfilesystem', elbv2: 'elasticloadbalancing' }

describe('the policy of whoever deploys', function () {
  this.timeout(120_000)
  let world: TestAccount
  before(async () => {
    world = await TestAccount.open()
  })
  after(() => world.close())

  it("allows every call of a stack's life, and no other", async () => {
    const folder = join(world.home, 'rendered')
    await world.gm([
      'render',
      'my-stack',
      '--services',
      'n8n',
      '--set',
      'n8n.owner-email=owner@example.com',
      '--output',
      folder,
    ])
    const plugin = await SessionPlugin.in(world.home)
    for (const args of [...lives, ...(await livesOfDomain(world))]) {
      const { code, stderr } = await world.gm(args, plugin.env)
      expect(code, `${args.join(' ')}: ${stderr}`).to.equal(0)
    }
    const called = world.account
      .calls()
      .filter(({ service }) => service !== 'web')
      .map(({ service, operation }) => `${prefixes[service] ?? service}:${operation}`)
      .map((call) => rights[call] ?? call)
    const allowed = actionsOf(JSON.parse(await readFile(join(folder, 'deployer-policy.json'), 'utf8')) as Policy)
    expect(
      [...new Set(called)].filter((action) => !allowed.includes(action)),
      'called and not allowed',
    ).to.deep.equal([])
    const unexplained = allowed.filter(
      (action) => !called.includes(action) && !(action in withoutCall) && !inNeed.includes(action),
    )
    expect(unexplained, 'allowed and not called').to.deep.equal([])
    expect(
      [...Object.keys(withoutCall), ...inNeed].filter((action) => !allowed.includes(action)),
      'explained and not allowed',
    ).to.deep.equal([])
  })
})

const lives: readonly (readonly string[])[] = [
  ['deploy', 'my-stack', ...small],
  ['deploy', 'my-stack'],
  ['status', 'my-stack'],
  ['credentials', 'my-stack'],
  ['exec', 'my-stack', '--', 'ls'],
  ['destroy', 'my-stack', '--yes'],
  ['destroy', 'my-stack', '--yes', '--delete-data'],
]

/** Of a tier that has more. */
async function livesOfDomain(world: TestAccount): Promise<readonly (readonly string[])[]> {
  const asked = { Name: 'example.com', CallerReference: 'a' }
  const made = await world.call<{ HostedZone: { Id: string } }>('route53', 'create_hosted_zone', asked)
  const zone = made.HostedZone.Id.replace('/hostedzone/', '')
  const domain = ['--domain', 'n8n.example.com', '--hosted-zone', zone]
  return [
    ['deploy', 'other-stack', '--tier', 'automation', '--on-demand', ...domain, ...small],
    ['stop', 'other-stack', '--yes'],
    ['destroy', 'other-stack', '--yes', '--delete-data'],
    ['deploy', 'third-stack', '--tier', 'cdn', ...domain, ...small],
    ['destroy', 'third-stack', '--yes', '--delete-data'],
  ]
}

interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[]
}

function actionsOf({ Statement }: Policy): string[] {
  return Statement.flatMap(({ Action }) => Action)
}
