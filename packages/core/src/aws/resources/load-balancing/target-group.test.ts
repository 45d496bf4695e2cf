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

describe('parts of a load balancer', () => {
  it("name the load balancer of somebody else's that uses a target group", async () => {
    const inUse = { status: 400, body: queryError('ResourceInUse', 'in use by a listener or a rule') }
    const script = { DeleteTargetGroup: inUse, DescribeTargetGroups: { body: described(theirs) } }
    await withStub(script, async ({ cx }) => {
      const error = await thrownBy(() => targetGroup.destroy(cx, known))
      expect(error.code).to.equal('CONFLICT')
      expect(error.message).to.contain(`listener of load balancer ${theirs}`)
      expect(error.hints[0]).to.contain(`aws elbv2 describe-listeners --load-balancer-arn ${theirs} --region eu-west-1`)
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
