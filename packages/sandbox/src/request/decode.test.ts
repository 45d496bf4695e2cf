// From bytes to a call, for each protocol.
import { expect } from 'chai'
import { commandText } from '@geuse/instance-contract'
import type { Wire } from './call.js'
import { accountOf, decode } from './decode.js'
import { mutates } from './mutates.js'
import { flatten, parseForm } from './query-form.js'
import { redact } from './redact.js'

function wire(service: string, more: Partial<Wire>): Wire {
  return {
    method: 'POST',
    path: '/',
    body: Buffer.alloc(0),
    ...more,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...more.headers,
    },
  }
}

describe('decode', () => {
  it('reads a form of EC2', () => {
    const call = decode(
      wire('ec2', {
        body: Buffer.from(
          'Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=tag%3Aa&Filter.1.Value.1=b&Filter.1.Value.2=c',
        ),
      }),
    )
    expect(call).to.deep.include({
      service: 'ec2',
      operation: 'DescribeVpcs',
      region: 'eu-west-1',
      account: '123456789012',
      protocol: 'ec2',
    })
    expect(call.params).to.deep.equal({ Filter: [{ Name: 'tag:a', Value: ['b', 'c'] }] })
  })

  it('reads a target of Systems Manager', () => {
    const call = decode(
      wire('ssm', { headers: { 'x-amz-target': 'AmazonSSM.GetParameter' }, body: Buffer.from('{"Name":"/a"}') }),
    )
    expect(call).to.deep.include({
      service: 'ssm',
      operation: 'GetParameter',
      protocol: 'json',
      params: { Name: '/a' },
    })
  })

  it('reads method and path of EFS', () => {
    const routes = [
      ['POST', 'file-systems'],
      ['GET', 'file-systems?CreationToken=x'],
      ['DELETE', 'file-systems/fs-1'],
      ['PUT', 'file-systems/fs-1/backup-policy'],
      ['GET', 'mount-targets/fsmt-1/security-groups'],
      ['POST', 'resource-tags/fs-1'],
    ]
    const calls = routes.map(([method = '', path]) =>
      decode(wire('elasticfilesystem', { method, path: `/2015-02-01/${path}` })),
    )
    expect(calls.map(({ operation }) => operation)).to.deep.equal([
      'CreateFileSystem',
      'DescribeFileSystems',
      'DeleteFileSystem',
      'PutBackupPolicy',
      'DescribeMountTargetSecurityGroups',
      'TagResource',
    ])
    expect(calls.map(({ params }) => params)).to.deep.equal([
      {},
      { CreationToken: 'x' },
      { FileSystemId: 'fs-1' },
      { FileSystemId: 'fs-1' },
      { MountTargetId: 'fsmt-1' },
      { ResourceId: 'fs-1' },
    ])
  })

  it('names what it does not know', () => {
    expect(decode(wire('elasticfilesystem', { path: '/2015-02-01/access-points' })).operation).to.equal(
      'POST /2015-02-01/access-points',
    )
    expect(decode({ ...wire('ec2', {}), headers: {} })).to.include({ service: '', accessKey: '' })
  })

  it('takes the account from the key', () => {
    expect(['AKIASANDBOX', 'AKIA222222222222', 'AKIA1234567890123'].map(accountOf)).to.deep.equal([
      '123456789012',
      '222222222222',
      '123456789012',
    ])
  })
})

describe('parseForm and flatten', () => {
  it('are each other’s inverse, past ten entries too', () => {
    const params = { A: Array.from({ length: 12 }, (_, n) => `v${n}`), B: { C: [{ D: '1' }, { D: '2' }] } }
    expect(parseForm(new URLSearchParams(flatten(params)).toString())).to.deep.equal(params)
  })
})

describe('redact', () => {
  it('hides values of parameters and nothing else', () => {
    const put = decode(
      wire('ssm', {
        headers: { 'x-amz-target': 'AmazonSSM.PutParameter' },
        body: Buffer.from('{"Name":"/a","Value":"hush"}'),
      }),
    )
    expect(redact(put)).to.deep.equal({ Name: '/a', Value: '[redacted]' })
  })
})

describe('mutates', () => {
  const send = (text: string) => mutates('SendCommand', { Parameters: { commands: text.split('\n') } })

  it('tells reads from changes', () => {
    expect(
      ['DescribeVpcs', 'GetParameter', 'ListRolePolicies', 'CreateVpc', 'PutParameter'].map((name) =>
        mutates(name, {}),
      ),
    ).to.deep.equal([false, false, false, true, true])
  })

  it('counts a question to gmctl as a read', () => {
    expect([
      send(commandText('status')),
      send(commandText('health', {}, 'echo')),
      send(commandText('backups')),
      send(commandText('drain')),
      send('rm x'),
      send('rm x\n#!/bin/bash\nexec /opt/geusemaker/current/gmctl status'),
    ]).to.deep.equal([false, false, false, true, true, true])
  })
})
