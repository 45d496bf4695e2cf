// When packages of the SDK are loaded: while the first answer is waited for, and not before.
import { expect } from 'chai'
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dummy } from '../stub-aws.test.js'
import { type Clients, createClients } from './clients.js'

const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`

describe('clients', () => {
  let server: Server
  let clients: Clients
  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    Object.assign(process.env, dummy)
    const { port } = server.address() as AddressInfo
    clients = createClients({ region: 'us-east-1', endpoint: `http://127.0.0.1:${port}` })
  })
  afterEach(() => {
    clients.close()
    server.close()
  })

  it('load what comes next once the first call is on its way, one after the other, whatever fails', async () => {
    const loaded: string[] = []
    const isDone = Promise.withResolvers<void>()
    clients.preload(
      async () => void loaded.push('engine'),
      async () => Promise.reject(new Error('it is not there')),
      async () => {
        loaded.push('ec2')
        isDone.resolve()
      },
    )
    const sts = await clients.sts()
    expect(loaded).to.deep.equal([])
    const arrived = once(server, 'request') as Promise<[unknown, ServerResponse]>
    const asked = sts.getCallerIdentity({})
    const [, response] = await arrived
    await isDone.promise
    expect(loaded).to.deep.equal(['engine', 'ec2'])
    response.end(identity)
    expect((await asked).Account).to.equal('123456789012')
  })

  it('that are asked side by side are made when the call of the first is on its way', async () => {
    let isMade = false
    const first = clients.sts()
    const second = clients.ssm().then(() => (isMade = true))
    const sts = await first
    const arrived = once(server, 'request') as Promise<[unknown, ServerResponse]>
    const asked = sts.getCallerIdentity({})
    const [, response] = await arrived
    expect(isMade).to.equal(false)
    await second
    response.end(identity)
    await asked
  })

  it('do not wait for one that nobody calls', async () => {
    await Promise.all([clients.sts(), clients.ssm()])
  })
})
