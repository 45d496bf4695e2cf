// Others put things into a network that gm made, and AWS deletes no network with things in it: a destroy says what they
// are, who made them and what removes them, soon, and goes on once they are gone.
import { asGmError, type GmError } from '@geuse/plugin-api'
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gmDeploy, gmDestroy, stack } from './support/killable-gm.js'
import { lendCredentials } from './support/lend-credentials.js'
import { root, TestAccount } from './support/test-account.js'

const script = join(root, 'test', 'support', 'foreign-in-vpc.py')

describe("somebody else's things in a network that gm made", function () {
  this.timeout(120_000)
  let world: TestAccount
  let takeBack: () => void
  let vpc: string
  let made: Record<'group' | 'endpoint' | 'interface', string>

  before(async () => {
    world = await TestAccount.open()
    takeBack = lendCredentials(world.account.env)
    await gmDeploy(world)
    const { vpc_id: vpcId, subnet_ids: subnets } = await world.document(stack)
    vpc = String(vpcId)
    made = (await foreign('make', vpc, (subnets as string[])[0]!)) as typeof made
  })
  after(async () => {
    takeBack()
    await world.close()
  })

  async function foreign(...words: readonly string[]): Promise<unknown> {
    const { python, motoEndpoint } = world.account
    const { stdout } = await promisify(execFile)(python, [script, motoEndpoint, 'us-east-1', ...words])
    return JSON.parse(stdout)
  }
  function refusal(): Promise<GmError> {
    return gmDestroy(world).then(() => expect.fail('it must fail'), asGmError)
  }

  it('are named where they keep a subnet, with the command that removes them', async () => {
    const { code, message, hints } = await refusal()
    expect(code, message).to.equal('CONFLICT')
    expect(message).to.contain(`network interface ${made.interface} (ELB app/theirs/0123456789abcdef`)
    expect(hints.join('\n')).to.match(
      /aws elbv2 delete-load-balancer --load-balancer-arn arn:aws:elasticloadbalancing:us-east-1:\d+:loadbalancer\/app\/theirs\/0123456789abcdef --region us-east-1/,
    )
  })

  it('are named where they keep the VPC, each with its maker', async () => {
    await foreign('remove', 'interface', made.interface)
    const { code, message, hints } = await refusal()
    expect(code, message).to.equal('CONFLICT')
    expect(message)
      .to.contain(`${vpc} cannot be deleted`)
      .and.to.contain(
        `VPC endpoint ${made.endpoint} (com.amazonaws.us-east-1.guardduty-data; tags GuardDutyManaged=true)`,
      )
      .and.to.contain(`security group ${made.group} (GuardDutyManagedSecurityGroup-${vpc}; Associated with VPC-${vpc}`)
    expect(hints.slice(0, 2)).to.deep.equal([
      `aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ${made.endpoint} --region us-east-1`,
      `aws ec2 delete-security-group --group-id ${made.group} --region us-east-1`,
    ])
  })

  it('keep nothing once they are gone', async () => {
    await foreign('remove', 'endpoint', made.endpoint)
    await foreign('remove', 'group', made.group)
    expect(await gmDestroy(world)).to.equal('ended')
    expect(await world.inventory()).to.deep.equal({})
  })
})
