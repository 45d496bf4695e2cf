// What of a load balancer's parts is somebody else's, and what becomes of it: named, and not touched.
import { expect } from 'chai'
import { queryError, thrownBy, withStub } from '../../stub-aws.test.js'
import { listener } from './listener.js'
import { targetGroup } from './target-group.js'

const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/gm-my-stack-00000000-web/0123456789abcdef'
const theirs = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/theirs/0123456789abcdef'
const known = { identity: { name: 'gm-my-stack-00000000-web' }, observed: { arn } }

function described(balancer: string): string {
  const group = `<TargetGroupArn>${arn}</TargetGroupArn><LoadBalancerArns><member>${balancer}</member></LoadBalancerArns>`
  const result = `<DescribeTargetGroupsResult><TargetGroups><member>${group}</member></TargetGroups></DescribeTargetGroupsResult>`
  return `<DescribeTargetGroupsResponse>${result}</DescribeTargetGroupsResponse>`
}

function answer(operation: string, inside: string) {
  return { body: `<${operation}Response><${operation}Result>${inside}</${operation}Result></${operation}Response>` }
}

const theirListener = theirs.replace(':loadbalancer/', ':listener/') + '/fedcba9876543210'
const theirRule = theirListener.replace(':listener/', ':listener-rule/') + '/1111111111111111'
const toUs = `<Actions><member><Type>forward</Type><TargetGroupArn>${arn}</TargetGroupArn></member></Actions>`
const partlyToUs = `<Actions><member><Type>forward</Type><ForwardConfig><TargetGroups><member><TargetGroupArn>${arn}</TargetGroupArn></member></TargetGroups></ForwardConfig></member></Actions>`
/** A listener that forwards here, and two rules of it, of which one does. */
const users = {
  DescribeTargetGroups: { body: described(theirs) },
  DescribeListeners: answer(
    'DescribeListeners',
    `<Listeners><member><ListenerArn>${theirListener}</ListenerArn><LoadBalancerArn>${theirs}</LoadBalancerArn><Port>8080</Port></member></Listeners>`,
  ),
  DescribeRules: answer(
    'DescribeRules',
    `<Rules><member><RuleArn>default</RuleArn><IsDefault>true</IsDefault>${toUs}</member><member><RuleArn>${theirRule}</RuleArn><Priority>7</Priority>${partlyToUs}</member><member><RuleArn>harmless</RuleArn><Priority>8</Priority></member></Rules>`,
  ),
} as const

describe('parts of a load balancer', () => {
  it("name the listener and the rule of somebody else's that use a target group", async () => {
    const inUse = { status: 400, body: queryError('ResourceInUse', 'in use by a listener or a rule') }
    await withStub({ ...users, DeleteTargetGroup: inUse }, async ({ cx }) => {
      const error = await thrownBy(() => targetGroup.destroy(cx, known))
      expect(error.code).to.equal('CONFLICT')
      expect(error.message)
        .to.contain(`listener ${theirListener} (port 8080 of load balancer theirs)`)
        .and.to.contain(`listener rule ${theirRule} (priority 7 at port 8080 of load balancer theirs)`)
        .and.not.to.contain('harmless')
      expect(error.hints).to.deep.equal([
        `aws elbv2 delete-listener --listener-arn ${theirListener} --region eu-west-1   # or modify-listener, to forward elsewhere`,
        `aws elbv2 delete-rule --rule-arn ${theirRule} --region eu-west-1   # or modify-rule, to forward elsewhere`,
      ])
    })
  })

  it('do not send requests to a target group that somebody else has a listener for, and say which', async () => {
    const limit = { status: 400, body: queryError('TargetGroupAssociationLimit', 'not with more than one') }
    await withStub({ ...users, CreateListener: limit, ModifyListener: limit }, async ({ cx }) => {
      const props = { loadBalancerArn: theirs, port: 80, action: { targetGroupArn: arn } } as const
      const made = () => listener.create(cx, props)
      const changed = () => listener.update!(cx, { arn: theirListener }, props, [])
      for (const work of [made, changed]) {
        const error = await thrownBy(work)
        expect(error.code).to.equal('CONFLICT')
        expect(error.message)
          .to.contain('gm-my-stack-00000000-web is used by a load balancer that gm did not make')
          .and.to.contain(theirListener)
        expect(error.hints[0]).to.contain('aws elbv2 delete-listener')
        expect(error.hints.at(-1)).to.equal('gm deploy my-stack   # goes on')
      }
    })
  })

  it('count a target group that is gone as deleted', async () => {
    const gone = { status: 400, body: queryError('TargetGroupNotFound', 'gone') }
    await withStub({ DeleteTargetGroup: gone }, async ({ cx, calls }) => {
      await targetGroup.destroy(cx, known)
      expect(calls).to.deep.equal(['DeleteTargetGroup'])
    })
  })

  it('do not take a port of their load balancer that somebody else listens at', async () => {
    const taken = { status: 400, body: queryError('DuplicateListener', 'a listener already exists on this port') }
    await withStub({ CreateListener: taken }, async ({ cx }) => {
      const props = { loadBalancerArn: theirs, port: 80, action: { targetGroupArn: arn } } as const
      const error = await thrownBy(() => listener.create(cx, props))
      expect(error.code).to.equal('CONFLICT')
      expect(error.message).to.contain('A listener at port 80').and.to.contain('was not touched')
    })
  })
})
