// The graph of the tier: what stands on what, built without a look at any output.
import { expect } from 'chai'
import type { Site } from '@geuse/plugin-api'
import { recordBuild } from '@geuse/plugin-api/testing'
import { z } from 'zod'
import { automation } from './automation.js'

const usual = { market: 'spot' } as const

describe('tier automation', () => {
  it('takes its own options and no others', () => {
    const schema = automation.options(z)
    expect(schema.parse({})).to.deep.equal(usual)
    expect(schema.safeParse({ tls: 'auto' }).success).to.equal(false)
  })

  it('needs two zones, and counts its load balancer among the proxies', () => {
    expect(automation.needs(usual).network).to.deep.equal({ vpc: undefined, zones: 2 })
    expect(automation.front(usual)).to.deep.equal({ tlsEnd: 'nowhere', hops: 2, ports: [80] })
  })

  it('lets the instance be reached through its load balancer, whose name is the public one', () => {
    const { asked, derived } = recordBuild(automation, usual)
    expect(asked).to.deep.equal([
      'network',
      'file-system',
      'secrets',
      'elastic-ip',
      'public balancer 80',
      'domain record',
      'storage 80 from balancer-group',
      'compute spot',
      'target',
      'healthy through target',
    ])
    expect(derived[0]!({ loadBalancer: { dnsName: 'lb.example.com' } })).to.deep.equal({ host: 'lb.example.com' })
  })

  it('tells its URL from its load balancer, and nothing while there is none', () => {
    const site = (host: string) => ({ url: `http://${host}` }) as Site
    const outputs = {
      'load-balancer': { arn: 'arn:lb', dnsName: 'lb.example.com', zoneId: 'Z1' },
      'security-group-instance': { groupId: 'sg-1' },
    }
    expect(automation.publish({ outputs, options: usual, site })).to.deep.equal({
      url: 'http://lb.example.com',
      fields: { load_balancer_arn: 'arn:lb', security_group_id: 'sg-1' },
    })
    expect(automation.publish({ outputs: {}, options: usual, site }).url).to.equal(null)
  })
})
