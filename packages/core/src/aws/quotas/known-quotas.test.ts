// Which quota an instance counts for, and where it is raised.
import { expect } from 'chai'
import { knownQuotas, raiseCommand, raisePage, typePatterns, vcpuQuota } from './known-quotas.js'

describe('known quotas', () => {
  it('tell families apart whose names begin alike', () => {
    const codes = [
      't3.large',
      'trn1.2xlarge',
      'im4gn.large',
      'inf2.xlarge',
      'g6.xlarge',
      'p4d.24xlarge',
      'u-6tb1.metal',
    ]
    expect(codes.map((type) => vcpuQuota(type, 'on-demand')?.code)).to.deep.equal([
      'L-1216C47A',
      undefined,
      'L-1216C47A',
      'L-1945791B',
      'L-DB2E81BA',
      'L-417A185B',
      undefined,
    ])
    expect(vcpuQuota('g6.xlarge', 'spot')).to.include({ code: 'L-3819A6DF', unit: 'vCPUs' })
  })

  it('know how EC2 finds what counts for them', () => {
    expect(typePatterns(vcpuQuota('vt1.3xlarge', 'spot') ?? knownQuotas.vpcs)).to.deep.equal(['g*', 'vt*'])
  })

  it('are raised in the console of their partition', () => {
    const pages = ['eu-west-1', 'cn-north-1', 'us-gov-west-1'].map((region) => raisePage(knownQuotas.vpcs, region))
    expect(pages.map((page) => new URL(page).host)).to.deep.equal([
      'eu-west-1.console.aws.amazon.com',
      'cn-north-1.console.amazonaws.cn',
      'us-gov-west-1.console.amazonaws-us-gov.com',
    ])
    expect(pages[0]).to.match(/\/servicequotas\/home\/services\/vpc\/quotas\/L-F678F1CE$/)
    expect(raiseCommand(knownQuotas.vpcs, 6, 'eu-west-1')).to.equal(
      'aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-F678F1CE --desired-value 6 --region eu-west-1',
    )
  })
})
