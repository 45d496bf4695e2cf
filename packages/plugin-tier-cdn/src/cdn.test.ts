// The graph of the tier: what stands on what, built without a look at any output.
import { expect } from 'chai'
import type { Site } from '@geuse/plugin-api'
import { recordBuild } from '@geuse/plugin-api/testing'
import { z } from 'zod'
import { cdn } from './cdn.js'

const usual = { market: 'spot' } as const

describe('tier cdn', () => {
  it('takes its own options and no others', () => {
    const schema = cdn.options(z)
    expect(schema.parse({})).to.deep.equal(usual)
    expect(schema.safeParse({ tls: 'auto' }).success).to.equal(false)
  })

  it('needs two zones, and counts distribution and load balancer among the proxies', () => {
    expect(cdn.needs(usual).network).to.deep.equal({ vpc: undefined, zones: 2 })
    expect(cdn.front(usual)).to.deep.include({ tlsEnd: 'proxy', hops: 3, originSecret: true })
  })

  it('needs a certificate of us-east-1 wherever it stands', () => {
    const named = { ...usual, domain: 'n8n.example.com', certificateArn: 'arn:1' }
    expect(cdn.needs(named).domain).to.include({ certificateRegion: 'us-east-1' })
  })

  it('lets the instance be reached through its distribution, whose name is the public one', () => {
    const { asked, derived } = recordBuild(cdn, usual)
    expect(asked).to.deep.equal([
      'network',
      'file-system',
      'secrets',
      'elastic-ip',
      'cloudfront balancer 80',
      'distribution',
      'domain record',
      'storage 80 from balancer-group',
      'compute spot',
      'target',
      'healthy through target',
    ])
    expect(derived[0]!({ distribution: { dnsName: 'd1.cloudfront.net' } })).to.deep.equal({ host: 'd1.cloudfront.net' })
  })

  it('tells its URL from its distribution, and nothing while there is none', () => {
    const site = (host: string) => ({ url: `https://${host}` }) as Site
    const outputs = {
      distribution: { id: 'E1', dnsName: 'd1.cloudfront.net', zoneId: 'Z2' },
      'load-balancer': { arn: 'arn:lb', dnsName: 'lb.example.com', zoneId: 'Z1' },
      'security-group-instance': { groupId: 'sg-1' },
    }
    expect(cdn.publish({ outputs, options: usual, site })).to.deep.equal({
      url: 'https://d1.cloudfront.net',
      fields: {
        cloudfront_id: 'E1',
        cloudfront_domain: 'd1.cloudfront.net',
        load_balancer_arn: 'arn:lb',
        security_group_id: 'sg-1',
      },
    })
    expect(cdn.publish({ outputs: {}, options: usual, site }).url).to.equal(null)
  })
})
