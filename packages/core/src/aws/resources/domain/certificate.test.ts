// A certificate that ACM has given up: another one comes in its place, and only one, wherever a run was cut off.
import { expect } from 'chai'
import { tagKeys } from '../../common/tags.js'
import { withStub } from '../../stub-aws.test.js'
import { certificate } from './certificate.js'

const props = { domain: 'n8n.example.com' }
const over = { arn: arnOf('late'), recordName: 'a', recordValue: 'b', over: 'VALIDATION_TIMED_OUT' }
const record = { ResourceRecord: { Name: '_a.n8n.example.com.', Value: '_b.example.net.', Type: 'CNAME' } }
const tags = {
  Tags: [
    { Key: tagKeys.stackId, Value: '00000000-0000-4000-8000-000000000001' },
    { Key: tagKeys.node, Value: 'node' },
  ],
}

function arnOf(id: string): string {
  return `arn:aws:acm:eu-west-1:123456789012:certificate/${id}`
}

function reply(content: object) {
  return { body: JSON.stringify(content) }
}

function described(id: string, status: string) {
  return reply({ Certificate: { CertificateArn: arnOf(id), Status: status, DomainValidationOptions: [record] } })
}

function listed(...ids: readonly string[]) {
  const found = ids.map((id) => ({ CertificateArn: arnOf(id), DomainName: props.domain }))
  return reply({ CertificateSummaryList: found })
}

describe('a certificate that ACM has given up', () => {
  it('goes when another one is asked for, with another token', async () => {
    const script = {
      ListCertificates: listed('late'),
      ListTagsForCertificate: reply(tags),
      DescribeCertificate: [described('late', 'VALIDATION_TIMED_OUT'), described('next', 'PENDING_VALIDATION')],
      RequestCertificate: reply({ CertificateArn: arnOf('next') }),
      DeleteCertificate: reply({}),
    }
    await withStub(script, async ({ cx, calls }) => {
      const made = await certificate.sync!(cx, over, props)
      expect(made).to.deep.equal({
        arn: arnOf('next'),
        recordName: '_a.n8n.example.com.',
        recordValue: '_b.example.net.',
      })
      expect(cx.tokens).to.have.length(1)
      expect(calls.indexOf('RequestCertificate')).to.be.lessThan(calls.indexOf('DeleteCertificate'))
    })
  })

  it('is not followed by a third when the run was cut off after the second', async () => {
    const script = {
      ListCertificates: listed('next'),
      ListTagsForCertificate: reply(tags),
      DescribeCertificate: described('next', 'PENDING_VALIDATION'),
      DeleteCertificate: reply({}),
    }
    await withStub(script, async ({ cx, calls }) => {
      expect(await certificate.sync!(cx, over, props)).to.include({ arn: arnOf('next') })
      expect(calls).to.include('DeleteCertificate').and.not.to.include('RequestCertificate')
    })
  })

  it('is looked for by its tags where the one that is recorded is gone', async () => {
    const gone = { status: 400, body: JSON.stringify({ __type: 'ResourceNotFoundException', message: 'gone' }) }
    const script = {
      ListCertificates: listed('next'),
      ListTagsForCertificate: reply(tags),
      DescribeCertificate: [gone, described('next', 'PENDING_VALIDATION')],
    }
    await withStub(script, async ({ cx }) => {
      const seen = { arn: arnOf('late'), recordName: 'a', recordValue: 'b' }
      expect(await certificate.find(cx, { identity: props, seen })).to.deep.equal([
        { arn: arnOf('next'), recordName: '', recordValue: '' },
      ])
    })
  })
})
