// A stack on a real machine: `gm` deploys as a process, the machine runs what it was given, and somebody logs in over
// the public address.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { PublicSite } from '../support/public-site.js'
import { onRealMachines } from '../support/real-machines.js'
import { RealStack, timed } from '../support/real-stack.js'
import { small } from '../support/test-account.js'
import { until } from '../support/until.js'

const run = promisify(execFile)

/** What a shell, YAML, JSON and compose read something into; n8n takes 32 characters of a name. */
const hostile = `$(id) "q" 'a'\\n {b}: [#]\n- $HOME`

interface Invocation {
  readonly Status: string
  readonly StandardOutputContent: string
}

onRealMachines('a stack on a real machine', function () {
  this.timeout(20 * 60_000)
  let stack: RealStack
  let site: PublicSite

  before(async () => {
    stack = await RealStack.open([...small, '--set', `n8n.owner-first-name=${hostile}`])
  })
  after(() => stack.close())

  it('is deployed, and says so', async function () {
    await timed(this, 'the whole deploy', () => stack.deploy())
    site = await stack.site()
    const { phases } = await stack.status()
    const told = phases.map(({ name, ms }) => `${name} ${(ms / 1000).toFixed(1)}`).join(', ')
    if (this.test) this.test.title += ` (phases in s: ${told})`
    expect(phases.every(({ outcome }) => outcome === 'ok')).to.equal(true)
  })

  it('lets its owner log in over its public address, and nobody else', async () => {
    expect((await site.logIn('not the password')).status).to.equal(401)
    const { status, text } = await site.logIn()
    expect(status, text).to.equal(200)
    expect(text).to.contain(site.owner?.username)
  })

  it('takes a setting and a workflow as they were typed, whatever they hold', async () => {
    const { data } = JSON.parse((await site.logIn()).text) as { data: { firstName: string } }
    expect(data.firstName).to.equal(hostile)
    const { status, text } = await site.ask('/rest/workflows', {
      name: hostile,
      nodes: [],
      connections: {},
      settings: {},
    })
    expect(status, text).to.equal(200)
    expect((JSON.parse(text) as { data: { name: string } }).data.name).to.equal(hostile)
  })

  it('keeps what n8n has in PostgreSQL', async () => {
    const databases = (await stack.sql('select datname from pg_database where not datistemplate')).split('\n')
    const tables = "select count(*) from information_schema.tables where table_name = 'workflow_entity'"
    const ask = ['docker', 'exec', 'postgres', 'psql', '-U', 'postgres', '-At']
    const found = await Promise.all(databases.map((name) => stack.inside(...ask, '-d', name, '-c', tables)))
    expect(found).to.include('1')
  })

  it('has a metadata service that its machine can ask, and its containers cannot', async () => {
    const token =
      'curl -sS -m 5 -o /dev/null -w "%{http_code}" -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" http://169.254.169.254/latest/api/token'
    expect(await stack.bash(token)).to.equal('200')
    const reach = `fetch('http://169.254.169.254/latest/api/token', { method: 'PUT', signal: AbortSignal.timeout(4000) })
      .then(() => console.log('reached'), () => console.log('not reached'))`
    expect(await stack.inside('docker', 'exec', 'n8n', 'node', '-e', reach)).to.equal('not reached')
  })

  it('opens nothing but the ports of its door', async () => {
    expect((await site.ask('/healthz')).status).to.equal(200)
    const words = ['-sS', '-m', '3', '--proxy', stack.world.account.endpoint, 'http://203.0.113.1:5678/']
    const { exitCode } = await run('curl', words).then(
      () => ({ exitCode: 0 }),
      ({ code }: { code: number }) => ({ exitCode: code }),
    )
    expect(exitCode).not.to.equal(0)
  })

  it('is healthy, as gm status says', async () => {
    const { code, stdout } = await stack.world.gm(['status', 'my-stack', '--json'])
    expect(code, stdout).to.equal(0)
  })

  const sent = async (script: string, more: object = {}) => {
    const { Command } = await stack.aws<{ Command: { CommandId: string } }>('ssm', 'send_command', {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: [stack.machine],
      Parameters: { commands: [script], ...more },
    })
    return Command.CommandId
  }
  const ended = (id: string) =>
    until('the end of the command', async () => {
      const words = { CommandId: id, InstanceId: stack.machine }
      const seen = await stack.aws<Invocation>('ssm', 'get_command_invocation', words).catch(() => undefined)
      return seen === undefined || ['Pending', 'InProgress'].includes(seen.Status) ? undefined : seen
    })
  /** How many processes sleep for so many seconds, which is their name. */
  const sleepers = (seconds: number) => stack.bash(`pgrep -fc "^sleep $1" || true`, String(seconds))

  it('tells over Systems Manager the first 24,000 characters, and no more', async () => {
    const { Status, StandardOutputContent } = await ended(await sent('#!/bin/bash\nseq 1 20000'))
    expect(Status).to.equal('Success')
    expect(StandardOutputContent)
      .to.have.length(24_000)
      .and.to.match(/^1\n2\n/)
  })

  it('ends a command of Systems Manager whose time is up, and all of it', async () => {
    const { Status } = await ended(await sent('#!/bin/bash\nsleep 7771', { executionTimeout: ['3'] }))
    expect([Status, await sleepers(7771)]).to.deep.equal(['TimedOut', '0'])
  })

  it('ends a command of Systems Manager that is cancelled', async () => {
    const id = await sent('#!/bin/bash\nsleep 7772')
    await until('it to run', async () => ((await sleepers(7772)) === '0' ? undefined : true))
    await stack.aws('ssm', 'cancel_command', { CommandId: id })
    expect((await ended(id)).Status).to.equal('Cancelled')
    await until('it to be gone', async () => ((await sleepers(7772)) === '0' ? true : undefined))
  })

  it('comes back by itself after a reboot, with a secret that was set by hand, whatever it holds', async function () {
    const path = (await stack.bash('grep ^parameter_path /opt/geusemaker/current/plan/stack.tsv')).split('\t')[1]
    const secret = `a${hostile}@@n8n/owner-password@@\\t\`z`
    const parameter = { Name: `${path}/n8n/workflows`, Value: secret, Type: 'SecureString', Overwrite: true }
    await stack.aws('ssm', 'put_parameter', parameter)
    const { lease } = await stack.status()
    await timed(this, 'from the command to a log-in', async () => {
      await run('docker', ['exec', stack.machine, 'systemctl', 'reboot']).catch(() => undefined)
      const anew = async () => ((await stack.status()).lease?.generation ?? 0) > (lease?.generation ?? 0)
      await until('another boot', async () => ((await anew().catch(() => false)) ? true : undefined), 300)
      expect((await stack.booted()).state).to.equal('ready')
      await stack.answers()
    })
    const exported = await stack.bash(
      'docker exec -e N8N_RUNNERS_BROKER_PORT=5692 n8n n8n export:credentials --id=gm-postgres --decrypted --output=/tmp/c.json >&2 && docker exec n8n cat /tmp/c.json && docker exec n8n rm /tmp/c.json',
    )
    const [credential] = JSON.parse(exported) as { data: { user: string; database: string; password: string } }[]
    expect(credential?.data.password).to.equal(secret)
    // PostgreSQL has it too: over the network, where it asks for a password.
    const { user = '', database = '' } = credential?.data ?? {}
    const ask = `docker exec -e PGPASSWORD="$3" postgres psql -h "$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' postgres | cut -d ' ' -f 1)" -U "$1" -d "$2" -Atc 'select 1'`
    expect(await stack.bash(ask, user, database, secret)).to.equal('1')
  })

  it('is destroyed with all that it was', async () => {
    await stack.world.done(['destroy', 'my-stack', '--delete-data', '--yes'])
    const left = Object.entries(await stack.world.inventory()).filter(([, things]) => things.length > 0)
    expect(left).to.deep.equal([])
    expect((await run('docker', ['ps', '--all', '--quiet', '--filter', `name=${stack.machine}`])).stdout).to.equal('')
  })
})
