// A stack on a real machine: `gm` deploys as a process, the machine runs what it was given, and somebody logs in over
// the public address.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { TestAccount, small } from '../support/test-account.js'
import { until } from '../support/until.js'
import { PublicSite } from '../support/public-site.js'
import { onRealMachines } from '../support/real-machines.js'

const run = promisify(execFile)

onRealMachines('a stack on a real machine', function () {
  this.timeout(20 * 60_000)
  let world: TestAccount
  let machine: string
  let site: PublicSite

  before(async () => {
    world = await TestAccount.open({ machines: 'real', speed: 20 })
  })
  after(() => world.close())

  /** What a command says that is run as root on the machine. */
  const inside = async (...words: string[]): Promise<string> =>
    (await run('docker', ['exec', machine, ...words])).stdout.trim()

  it('is deployed, and says so', async () => {
    await world.done(['deploy', 'my-stack', ...small])
    machine = (await world.inventory())['instance']?.[0]?.id ?? ''
    site = await PublicSite.of(world, 'my-stack')
  })

  it('lets its owner log in over its public address, and nobody else', async () => {
    expect((await site.logIn('not the password')).status).to.equal(401)
    const { status, text } = await site.logIn()
    expect(status, text).to.equal(200)
    expect(text).to.contain(site.owner?.username)
  })

  it('keeps what n8n has in PostgreSQL', async () => {
    const ask = ['docker', 'exec', 'postgres', 'psql', '-U', 'postgres', '-At']
    const databases = (await inside(...ask, '-c', 'select datname from pg_database where not datistemplate')).split(
      '\n',
    )
    const tables = "select count(*) from information_schema.tables where table_name = 'workflow_entity'"
    const found = await Promise.all(databases.map((name) => inside(...ask, '-d', name, '-c', tables)))
    expect(found).to.include('1')
  })

  it('has a metadata service that its machine can ask, and its containers cannot', async () => {
    const token =
      'curl -sS -m 5 -o /dev/null -w "%{http_code}" -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" http://169.254.169.254/latest/api/token'
    expect(await inside('sh', '-c', token)).to.equal('200')
    const reach = `fetch('http://169.254.169.254/latest/api/token', { method: 'PUT', signal: AbortSignal.timeout(4000) })
      .then(() => console.log('reached'), () => console.log('not reached'))`
    expect(await inside('docker', 'exec', 'n8n', 'node', '-e', reach)).to.equal('not reached')
  })

  it('opens nothing but the ports of its door', async () => {
    expect((await site.ask('/healthz')).status).to.equal(200)
    const { exitCode } = await run('curl', [
      '-sS',
      '-m',
      '3',
      '--proxy',
      world.account.endpoint,
      'http://203.0.113.1:5678/',
    ]).then(
      () => ({ exitCode: 0 }),
      ({ code }: { code: number }) => ({ exitCode: code }),
    )
    expect(exitCode).not.to.equal(0)
  })

  it('is healthy, as gm status says', async () => {
    const { code, stdout } = await world.gm(['status', 'my-stack', '--json'])
    expect(code, stdout).to.equal(0)
  })

  it('comes back by itself after a reboot', async () => {
    const startedAt = async () => (await run('docker', ['inspect', '--format', '{{.State.StartedAt}}', machine])).stdout
    const before = await startedAt()
    await run('docker', ['exec', machine, 'systemctl', 'reboot']).catch(() => undefined)
    await until('the reboot', async () => ((await startedAt()) === before ? undefined : true), 120)
    const answers = () => site.logIn().catch(() => undefined)
    await until('n8n to come back', async () => ((await answers())?.status === 200 ? true : undefined), 300)
  })

  it('is destroyed with all that it was', async () => {
    await world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    const left = Object.entries(await world.inventory()).filter(([, things]) => things.length > 0)
    expect(left).to.deep.equal([])
    expect((await run('docker', ['ps', '--all', '--quiet', '--filter', `name=${machine}`])).stdout).to.equal('')
  })
})
