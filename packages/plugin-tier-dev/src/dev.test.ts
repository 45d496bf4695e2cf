// The graph of the tier: what stands on what, built without a look at any output.
import { expect } from 'chai'
import type { Site } from '@geuse/plugin-api'
import { recordBuild } from '@geuse/plugin-api/testing'
import { z } from 'zod'
import { dev } from './dev.js'

describe('tier dev', () => {
  it('takes its own options and no others', () => {
    const schema = dev.options(z)
    expect(schema.parse({})).to.deep.equal({ market: 'spot', tls: 'auto' })
    expect(schema.safeParse({ certificate: 'arn' }).success).to.equal(false)
  })

  it('builds data, address and secrets of its own, and a public URL that is known before the boot', () => {
    const { asked, derived } = recordBuild(dev, { market: 'spot-only', tls: 'auto' })
    expect(asked).to.deep.equal([
      'network',
      'file-system',
      'secrets',
      'elastic-ip',
      'storage 80,443 from everywhere',
      'compute spot-only',
      'healthy',
    ])
    expect(derived[0]!({ address: { ip: '203.0.113.7' } })).to.deep.equal({ host: '203.0.113.7' })
  })

  it('says what it needs of the account, and what stands before its services', () => {
    const { needs, front } = dev
    expect(needs({ ...usual, instanceType: 't3.large' })).to.deep.include({
      instance: { types: ['t3.large'], market: 'spot' },
    })
    expect(front(usual)).to.deep.include({ tlsEnd: 'edge', certificate: 'trusted', ports: [80, 443] })
    expect(front({ ...usual, tls: 'off' })).to.deep.include({ tlsEnd: 'nowhere', ports: [80] })
    expect(front({ ...usual, domain: 'n8n.example.com' }).domain).to.equal('n8n.example.com')
  })

  it('tells its URL from its address, and nothing while there is none', () => {
    const site = (host: string) => ({ url: `https://${host}` }) as Site
    const outputs = { 'elastic-ip': { ip: '203.0.113.7' }, 'security-group-instance': { groupId: 'sg-1' } }
    expect(dev.publish({ outputs, options: usual, site })).to.deep.equal({
      url: 'https://203.0.113.7',
      fields: { security_group_id: 'sg-1' },
    })
    expect(dev.publish({ outputs: {}, options: usual, site })).to.deep.equal({
      url: null,
      fields: { security_group_id: null },
    })
  })
})

const usual = { market: 'spot', tls: 'auto' } as const
