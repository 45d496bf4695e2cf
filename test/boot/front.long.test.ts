// A stack behind a distribution and a load balancer, on a real machine: who comes through them reaches n8n, which knows
// who asked and for which host; who goes around them is refused; and the editor's WebSocket stays up.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { PublicSite } from '../support/public-site.js'
import { onRealMachines } from '../support/real-machines.js'
import { RealStack, timed } from '../support/real-stack.js'
import { small } from '../support/test-account.js'
import { until } from '../support/until.js'

/** Seconds for which the WebSocket is looked at: n8n pings it every 60. */
const looked = 130

/** Tells who asked, as n8n heard it. */
const workflow = {
  name: 'Who asks',
  settings: {},
  nodes: [
    {
      id: 'Webhook',
      name: 'Webhook',
      type: 'n8n-nodes-base.webhook',
      typeVersion: 2,
      position: [0, 0],
      webhookId: '41111111-1111-4111-8111-111111111111',
      parameters: { path: 'who-asks', responseMode: 'lastNode', options: {} },
    },
    {
      id: 'Said',
      name: 'Said',
      type: 'n8n-nodes-base.noOp',
      typeVersion: 1,
      position: [200, 0],
      parameters: {},
    },
  ],
  connections: { Webhook: { main: [[{ node: 'Said', type: 'main', index: 0 }]] } },
}

interface Heard {
  readonly headers: Readonly<Record<string, string>>
  readonly webhookUrl: string
}

onRealMachines('a real machine behind a distribution', function () {
  this.timeout(30 * 60_000)
  let stack: RealStack
  let site: PublicSite
  before(async () => {
    stack = await RealStack.open([...small, '--tier', 'cdn'])
  })
  after(() => stack.close())

  it('is deployed, and lets its owner log in by the name of the distribution', async function () {
    await timed(this, 'the whole deploy', () => stack.deploy())
    site = await stack.site()
    expect(new URL(site.url).host).to.match(/\.cloudfront\.net$/)
    expect((await site.logIn('not the password')).status).to.equal(401)
    expect((await site.logIn()).status).to.equal(200)
  })

  it('tells n8n who asks, and for which host, and keeps the secret of the way to itself', async () => {
    const made = await site.ask('/rest/workflows', workflow)
    expect(made.status, made.text).to.equal(200)
    const { id, versionId } = (JSON.parse(made.text) as { data: { id: string; versionId: string } }).data
    expect((await site.ask(`/rest/workflows/${id}/activate`, { versionId })).status).to.equal(200)
    const answer = await until('the webhook', async () => {
      const said = await site.ask('/webhook/who-asks')
      return said.status === 404 ? undefined : said
    })
    expect(answer.status, answer.text).to.equal(200)
    const { headers, webhookUrl } = JSON.parse(answer.text) as Heard
    const host = new URL(site.url).host
    expect(headers).to.include({ host, 'x-forwarded-proto': 'https' }).and.not.to.have.property('x-geusemaker-origin')
    expect(headers['x-forwarded-for']).to.match(/^127\.0\.\d+\.\d+, /)
    expect(webhookUrl).to.equal(`https://${host}/webhook/who-asks`)
  })

  it('refuses who goes around the distribution', async () => {
    const { LoadBalancers } = await stack.aws<{ LoadBalancers: { DNSName: string }[] }>(
      'elbv2',
      'describe_load_balancers',
      {},
    )
    const name = LoadBalancers[0]?.DNSName ?? ''
    const asked = request({
      host: await stack.world.account.door(name),
      path: '/rest/settings',
      headers: { host: name },
    })
    asked.end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    expect(answer.statusCode).to.equal(403)
  })

  it('keeps the WebSocket of the editor up', async () => {
    stack.world.account.settings({ speed: 1 })
    const socket = await site.webSocket(`/rest/push?pushRef=${randomUUID()}`)
    let isClosed = false
    socket.once('close', () => (isClosed = true)).resume()
    await sleep(looked * 1000)
    expect(isClosed, `closed within ${looked} s`).to.equal(false)
    socket.destroy()
    stack.world.account.settings({ speed: 20 })
  })

  it('is destroyed with all that stood before it', async function () {
    await timed(this, 'destroy', () => stack.world.done(['destroy', 'my-stack', '--delete-data', '--yes']))
    const left = Object.entries(await stack.world.inventory()).filter(([, things]) => things.length > 0)
    expect(left).to.deep.equal([])
  })
})
