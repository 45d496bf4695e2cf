// The metadata service, asked over HTTP as a machine asks it.
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import type { Context } from '../account/context.js'
import { newAccountState } from '../account/new-account-state.js'
import type { XmlNode } from '../answer/xml.js'
import type { Launch } from '../instances/emulated-instance.js'
import { Metadata, type Notices } from './metadata.js'

const launch: Launch = {
  instanceId: 'i-0123456789abcdef0',
  account: '123456789012',
  region: 'eu-west-1',
  zone: 'eu-west-1a',
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  groupIds: [],
  profile: 'p',
  userData: Buffer.from('#!/bin/bash\n').toString('base64'),
  privateAddress: '10.42.0.5',
  imageId: 'ami-1',
  instanceType: 't3.large',
  market: 'spot',
  metadata: { hopLimit: 1, tokens: 'required', tags: true },
}

const answers: Readonly<Record<string, XmlNode>> = {
  GetInstanceProfile: {
    GetInstanceProfileResult: { InstanceProfile: { Roles: { member: { RoleName: 'my-role' } } } },
  },
  DescribeNetworkInterfaces: { networkInterfaceSet: { item: [{ association: { publicIp: '203.0.113.7' } }] } },
  DescribeTags: { tagSet: { item: [{ key: 'Name', value: 'mine' }] } },
}

describe('the metadata service', () => {
  const state = newAccountState(new AbortController().signal)
  const cx = { state, moto: { ask: async (_scope: object, _service: string, operation: string) => answers[operation] } }
  const notices: Notices = {}
  const metadata = new Metadata()
  let asker: Launch | undefined
  let server: Server
  let url: string
  let token: string

  before(async () => {
    server = createServer((request, response) => {
      void metadata.answer(request, response, cx as unknown as Context, asker && { launch: asker, notices })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/latest/`
  })
  after(() => server.close())
  beforeEach(async () => {
    asker = launch
    token = (await put({ 'X-aws-ec2-metadata-token-ttl-seconds': '60' })).text
  })

  const said = async (answer: Response) => ({ status: answer.status, text: await answer.text() })
  const put = async (headers: Record<string, string>) =>
    said(await fetch(`${url}api/token`, { method: 'PUT', headers }))
  const get = async (path: string, headers: Record<string, string> = { 'X-aws-ec2-metadata-token': token }) =>
    said(await fetch(url + path, { headers }))

  it('gives a token for as long as it was asked for, and to no proxy', async () => {
    expect((await put({})).status).to.equal(400)
    expect((await put({ 'X-aws-ec2-metadata-token-ttl-seconds': '21601' })).status).to.equal(400)
    const forwarded = { 'X-aws-ec2-metadata-token-ttl-seconds': '60', 'X-Forwarded-For': '1.2.3.4' }
    expect((await put(forwarded)).status).to.equal(403)
  })

  it('tells nothing without a token, with a wrong one, with that of another machine, and to nobody', async () => {
    expect((await get('meta-data/instance-id', {})).status).to.equal(401)
    expect((await get('meta-data/instance-id', { 'X-aws-ec2-metadata-token': 'x' })).status).to.equal(401)
    asker = { ...launch, instanceId: 'i-0000000000000000f' }
    expect((await get('meta-data/instance-id')).status).to.equal(401)
    asker = undefined
    expect((await get('meta-data/instance-id')).status).to.equal(404)
  })

  it('tells without one where the launch allows that', async () => {
    asker = { ...launch, metadata: { ...launch.metadata, tokens: 'optional' } }
    expect((await get('meta-data/instance-id', {})).text).to.equal(launch.instanceId)
  })

  it('tells who the machine is, where, and by what address', async () => {
    const paths = [
      'instance-id',
      'local-ipv4',
      'public-ipv4',
      'placement/region',
      'services/domain',
      'tags/instance/Name',
    ]
    expect(await Promise.all(paths.map(async (path) => (await get(`meta-data/${path}`)).text))).to.deep.equal([
      launch.instanceId,
      '10.42.0.5',
      '203.0.113.7',
      'eu-west-1',
      'amazonaws.com',
      'mine',
    ])
    expect((await get('meta-data/placement/')).text).to.equal('availability-zone\nregion')
    expect(JSON.parse((await get('dynamic/instance-identity/document')).text)).to.include({ privateIp: '10.42.0.5' })
    expect((await get('user-data')).text).to.equal('#!/bin/bash\n')
    expect((await get('meta-data/no-such-thing')).status).to.equal(404)
  })

  it('gives keys that the account knows, the same ones while they are good', async () => {
    expect((await get('meta-data/iam/security-credentials/')).text).to.equal('my-role')
    const ask = async () => JSON.parse((await get('meta-data/iam/security-credentials/my-role')).text) as object
    const keys = await ask()
    expect(await ask()).to.deep.equal(keys)
    const { AccessKeyId, Token } = keys as { AccessKeyId: string; Token: string }
    expect(AccessKeyId).to.match(/^ASIA123456789012[A-Z]{4}$/)
    expect(state.roleKeys.get(AccessKeyId)?.token).to.equal(Token)
  })

  it('tells of an interruption once there is one', async () => {
    expect((await get('meta-data/spot/instance-action')).status).to.equal(404)
    notices.action = { action: 'terminate', time: '2026-01-01T00:02:00Z' }
    expect(JSON.parse((await get('meta-data/spot/instance-action')).text)).to.deep.equal(notices.action)
  })
})
