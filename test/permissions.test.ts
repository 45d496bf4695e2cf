// The policy that gm says its user needs, held against what gm really calls: every call is in it, and it allows nothing
// that no run calls and no reason explains.
import { expect } from 'chai'
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
  'elasticloadbalancing:DescribeRules',
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

interface TierCase {
  readonly domain: boolean
  readonly options: readonly string[]
  /** A resource or a look names it for what only the other stacks here make of it. */
  readonly unused: readonly string[]
}

/** A stack of each tier: spot instances are ended and not stopped, and those on demand have no spot price. */
const tiers: Readonly<Record<string, TierCase>> = {
  dev: {
    domain: false,
    options: [],
    unused: ['ec2:DescribeManagedPrefixLists', 'ec2:StopInstances', 'elasticloadbalancing:DescribeTargetHealth'],
  },
  automation: {
    domain: true,
    options: ['--on-demand'],
    unused: ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeSpotPriceHistory'],
  },
  cdn: { domain: true, options: [], unused: ['ec2:StopInstances'] },
}

describe('the policy of whoever deploys', function () {
  this.timeout(240_000)
  for (const [tier, { domain, options, unused }] of Object.entries(tiers))
    it(`allows every call of a stack's life, and no other: ${tier}`, async () => {
      const world = await TestAccount.open()
      try {
        const chosen = ['--tier', tier, ...options, ...(domain ? await domainOptions(world) : [])]
        const allowed = await allowedActions(world, chosen)
        await live(world, chosen)
        const called = actionsCalled(world)
        expect(
          called.filter((action) => !allowed.includes(action)),
          'called and not allowed',
        ).to.deep.equal([])
        const explained = (action: string) => action in withoutCall || inNeed.includes(action)
        expect(
          allowed.filter((action) => !called.includes(action) && !explained(action)),
          'allowed and not called',
        ).to.deep.equal(unused)
      } finally {
        await world.close()
      }
    })

  it('allows nothing for which there is no reason in any tier', async () => {
    const world = await TestAccount.open()
    try {
      const all = await Promise.all(
        Object.entries(tiers).map(async ([tier, { domain }]) =>
          allowedActions(world, [
            '--tier',
            tier,
            '--keypair',
            'some-key',
            ...(domain ? someDomain('Z0123456789ABC') : []),
          ]),
        ),
      )
      const explained = [...Object.keys(withoutCall), ...inNeed]
      expect(
        explained.filter((action) => !all.flat().includes(action)),
        'explained and not allowed',
      ).to.deep.equal([])
    } finally {
      await world.close()
    }
  })
})

/** What `gm iam` says. */
async function allowedActions(world: TestAccount, chosen: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await world.gm(['iam', ...chosen, '--account', '123456789012', '--json'])
  expect(code, stderr).to.equal(0)
  const { deployer } = JSON.parse(stdout) as { deployer: { Statement: { Action: string | string[] }[] } }
  return [...new Set(deployer.Statement.flatMap(({ Action }) => Action))]
}

async function live(world: TestAccount, chosen: readonly string[]): Promise<void> {
  const plugin = await SessionPlugin.in(world.home)
  for (const args of lifeOf(chosen)) {
    const { code, stderr } = await world.gm(args, plugin.env)
    expect(code, `${args.join(' ')}: ${stderr}`).to.equal(args[0] === 'plan' ? 10 : 0)
  }
}

/** Every command that asks AWS. */
function lifeOf(chosen: readonly string[]): readonly (readonly string[])[] {
  const stack = 'my-stack'
  return [
    ['plan', stack, ...chosen, ...wanted],
    ['deploy', stack, ...chosen, ...small],
    ['deploy', stack, '--yes'],
    ['doctor', stack],
    ['status', stack],
    ['cost', stack],
    ['logs', stack, '--tail', '5'],
    ['credentials', stack],
    ['exec', stack, '--', 'ls'],
    ['backup', stack],
    ['update', stack, '--set', 'n8n.timezone=Europe/Berlin', '--yes'],
    ['rollback', stack, '--yes'],
    ['stop', stack, '--yes'],
    ['start', stack],
    ['destroy', stack, '--yes'],
    ['destroy', stack, '--yes', '--delete-data'],
  ]
}

const wanted = small.filter((word) => word !== '--yes')

function actionsCalled(world: TestAccount): string[] {
  const calls = world.account
    .calls()
    .filter(({ service }) => service !== 'web')
    .map(({ service, operation }) => `${prefixes[service] ?? service}:${operation}`)
  return [...new Set(calls.map((call) => rights[call] ?? call))]
}

async function domainOptions(world: TestAccount): Promise<string[]> {
  const asked = { Name: 'example.com', CallerReference: 'a' }
  const made = await world.call<{ HostedZone: { Id: string } }>('route53', 'create_hosted_zone', asked)
  return someDomain(made.HostedZone.Id.replace('/hostedzone/', ''))
}

function someDomain(zone: string): string[] {
  return ['--domain', 'n8n.example.com', '--hosted-zone', zone]
}
