// The web of the sandbox: only a booted instance answers, at its address, on open ports, in plain text and over TLS.
import { expect } from 'chai'
import { ProxyAgent, request } from 'undici'
import { type Account, startAccount } from '../account/account.js'
import { maxSpeed } from '../clock/clock.js'
import { bootPhase, makeStack } from '../testing/stack.js'

describe('the web', function () {
  this.timeout(60_000)
  let account: Account
  let agent: ProxyAgent

  before(async () => {
    account = await startAccount({ speed: maxSpeed, patienceMs: 10_000 })
    agent = new ProxyAgent({ uri: account.endpoint, requestTls: { rejectUnauthorized: false }, proxyTunnel: false })
  })
  after(async () => {
    await agent.destroy()
    await account.stop()
  })

  const ask = async (url: string): Promise<string> => {
    const answer = await request(url, { dispatcher: agent })
    return `${answer.statusCode} ${await answer.body.text()}`
  }
  const refused = (url: string): Promise<string> => ask(url).catch(() => 'refused')

  it('answers for a booted instance alone', async () => {
    const { address, instanceId } = await makeStack(account)
    expect(await bootPhase(account, instanceId)).to.equal('ready')
    expect(await ask(`https://${address}/healthz`)).to.equal('200 {"status":"ok"}')
    expect(await refused(`http://${address}/`)).to.equal('refused')
    expect(await refused('http://203.0.113.200/')).to.equal('refused')
    expect(await refused('https://203.0.113.200/')).to.equal('refused')
    account.faults.add({ service: 'web', operation: 'GET', effect: 'error', status: 503, times: 1 })
    expect(await ask(`https://${address}/healthz`)).to.equal('503 ')
    account.faults.add({ service: 'web', effect: 'reset-before', times: 1 })
    expect(await refused(`https://${address}/healthz`)).to.equal('refused')
    expect(
      account
        .calls()
        .filter(({ service }) => service === 'web')
        .map(({ status }) => status),
    ).to.deep.equal([200, 0, 0, 502, 503, 0])
  })
})
