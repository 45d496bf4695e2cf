// A target group and the one load balancer that may use it, seen over the wire.
import { expect } from 'chai'
import { type Account, startAccount } from '../account/account.js'
import { type XmlNode, child, items, leaf, members } from '../answer/xml.js'
import type { Params } from '../request/params.js'
import { query } from '../testing/caller.js'

const refused = 'TargetGroupAssociationLimit'

describe('a target group', function () {
  this.timeout(60_000)
  let account: Account
  let group: string
  let own: string
  let other: string
  before(async () => {
    account = await startAccount({ speed: 1000, lateVisibility: 0, defaultNetwork: 'public' })
    const { root } = await query(account, 'ec2', 'DescribeSubnets')
    const [one = {}, two = {}] = items(root, 'subnetSet')
    const Subnets = { member: [leaf(one, 'subnetId'), leaf(two, 'subnetId')] }
    const [mine, theirs] = await Promise.all(['mine', 'theirs'].map((Name) => made('LoadBalancer', { Name, Subnets })))
    const asked = { Name: 'web', Protocol: 'HTTP', Port: '80', VpcId: leaf(one, 'vpcId') }
    group = leaf(await made('TargetGroup', asked), 'TargetGroupArn')
    own = leaf(mine ?? {}, 'LoadBalancerArn')
    other = leaf(theirs ?? {}, 'LoadBalancerArn')
  })
  after(() => account.stop())

  const elb = (operation: string, params: Params) => query(account, 'elasticloadbalancing', operation, params)
  async function made(thing: string, params: Params): Promise<XmlNode> {
    const { root, text } = await elb(`Create${thing}`, params)
    const [first] = members(child(root, `Create${thing}Result`), `${thing}s`)
    expect(first, text).not.to.equal(undefined)
    return first ?? {}
  }
  const toGroup = () => ({ member: [{ Type: 'forward', TargetGroupArn: group }] })
  const partly = () => ({
    member: [
      { Type: 'forward', ForwardConfig: { TargetGroups: { member: [{ TargetGroupArn: group, Weight: '1' }] } } },
    ],
  })
  const away = { member: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }] }
  const listener = async (LoadBalancerArn: string, Port: string, DefaultActions: Params) =>
    leaf(await made('Listener', { LoadBalancerArn, Protocol: 'HTTP', Port, DefaultActions }), 'ListenerArn')
  const users = async () => {
    const { root } = await elb('DescribeTargetGroups', { TargetGroupArns: { member: [group] } })
    const [found = {}] = members(child(root, 'DescribeTargetGroupsResult'), 'TargetGroups')
    return child(found, 'LoadBalancerArns')['member']
  }

  it('is used by one load balancer alone, by whatever listener or rule of it, and not deleted meanwhile', async () => {
    const theirs = await listener(other, '8080', away)
    const Conditions = { member: [{ Field: 'path-pattern', Values: { member: ['/a'] } }] }
    const rule = { ListenerArn: theirs, Priority: '1', Conditions }
    const theirRule = leaf(await made('Rule', { ...rule, Actions: away }), 'RuleArn')
    expect(await users()).to.equal(undefined)
    const mine = await listener(own, '80', toGroup())
    await listener(own, '81', partly())
    expect(await users()).to.deep.equal([own])
    const asked = { LoadBalancerArn: other, Protocol: 'HTTP', Port: '9000', DefaultActions: toGroup() }
    expect((await elb('CreateListener', asked)).code).to.equal(refused)
    expect((await elb('ModifyListener', { ListenerArn: theirs, DefaultActions: partly() })).code).to.equal(refused)
    expect((await elb('CreateRule', { ...rule, Priority: '2', Actions: toGroup() })).code).to.equal(refused)
    expect((await elb('ModifyRule', { RuleArn: theirRule, Actions: partly() })).code).to.equal(refused)
    await elb('DeleteListener', { ListenerArn: mine })
    expect((await elb('DeleteTargetGroup', { TargetGroupArn: group })).code).to.equal('ResourceInUse')
    await elb('DeleteLoadBalancer', { LoadBalancerArn: own })
    expect(await users()).to.equal(undefined)
    expect((await elb('ModifyRule', { RuleArn: theirRule, Actions: toGroup() })).code).to.equal(undefined)
    expect(await users()).to.deep.equal([other])
    expect((await elb('DeleteTargetGroup', { TargetGroupArn: group })).code).to.equal('ResourceInUse')
  })
})
