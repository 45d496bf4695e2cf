// Sessions with an instance: what Session Manager and its plugin are really told, however odd the words; what scripts
// get back; what is said where something is missing; and that no session stays open.
import { expect } from 'chai'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { failureOf, words } from './support/cli-sandbox.js'
import { SessionPlugin } from './support/session-plugin.js'
import { small, TestAccount } from './support/test-account.js'
import { until } from './support/until.js'

interface Request {
  readonly Target: string
  readonly DocumentName: string
  readonly Parameters: Readonly<Record<string, readonly [string]>>
}

describe('a session', function () {
  this.timeout(120_000)
  let world: TestAccount
  let plugin: SessionPlugin
  before(async () => {
    world = await TestAccount.open()
    plugin = await SessionPlugin.in(world.home)
    await world.done(['deploy', 'my-stack', ...small])
  })
  after(() => world.close())

  const gm = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    world.gm(args, { ...plugin.env, ...env })
  const called = (operation: string) => world.account.calls().filter((call) => call.operation === operation)
  /** What the instance is told to run. */
  const ran = async (): Promise<{
    readonly before: string
    readonly words: readonly string[]
    readonly after: string
  }> => {
    const { argv } = await plugin.last()
    const [text] = (JSON.parse(argv[4] ?? '') as Request).Parameters['command'] ?? ['']
    const [, before = '', encoded = '', after = ''] = /^(.*) --words=(\S+)(.*)$/.exec(text) ?? []
    return { before, words: Buffer.from(encoded, 'base64url').toString().split('\0').slice(0, -1), after }
  }

  it('runs a command in a container, its words as they were typed, and passes on output and exit code', async () => {
    const typed = ['psql', '-c', 'select "a b" from $t; -- \'\n', '--profile', 'ü']
    const { code, stdout, stderr } = await gm(['exec', 'my-stack', 'postgres', '--', ...typed], {
      FAKE_PLUGIN_OUTPUT: 'one\ntwo',
      FAKE_PLUGIN_CODE: '7',
    })
    expect([code, stdout, stderr]).to.deep.equal([7, 'one\ntwo', ''])
    expect(await ran()).to.deep.equal({
      before: 'sudo /opt/geusemaker/current/gmctl exec --container=postgres',
      words: typed,
      after: ' --terminal=no',
    })
  })

  it('hands the session to the plugin as AWS does, its token by the environment alone, and closes it', async () => {
    await gm(['exec', 'my-stack', '--', 'df', '-h'])
    const { argv, response } = await plugin.last()
    const asked = called('StartSession').at(-1)
    const request = JSON.parse(argv[4] ?? '') as Request
    expect([...argv.slice(0, 4), argv[5]]).to.deep.equal([
      'AWS_SSM_START_SESSION_RESPONSE',
      'us-east-1',
      'StartSession',
      '',
      world.account.endpoint,
    ])
    expect(asked?.params).to.deep.equal(request)
    expect(request.DocumentName).to.equal('AWS-StartNonInteractiveCommand')
    expect(request.Parameters['separateOutputStream']).to.deep.equal(['true'])
    expect(response.TokenValue.length).to.be.greaterThan(50)
    expect(argv.join(' ')).not.to.contain(response.TokenValue)
    expect(called('TerminateSession').at(-1)?.params).to.deep.equal({ SessionId: response.SessionId })
    expect((await ran()).before).to.equal('sudo /opt/geusemaker/current/gmctl exec')
  })

  it('answers in JSON', async () => {
    const { stdout, code } = await gm(['exec', 'my-stack', 'n8n', '--json', '--', 'false'], { FAKE_PLUGIN_CODE: '1' })
    expect([code, JSON.parse(stdout)]).to.deep.equal([1, { exitCode: 1, output: 'Filesystem\n' }])
  })

  it('gives a command the terminal of whoever has one; without a command, a shell', async () => {
    const shown = await world.onTerminal([], ['exec', 'my-stack', 'n8n'], plugin.env)
    expect(shown)
      .to.contain('Filesystem')
      .and.to.match(/exit 0\s*$/)
    const { argv } = await plugin.last()
    expect((JSON.parse(argv[4] ?? '') as Request).DocumentName).to.equal('AWS-StartInteractiveCommand')
    const { words: typed, after } = await ran()
    expect([typed, after]).to.deep.equal([['sh'], ' --terminal=yes'])
  })

  it('that broke off is a failure, and no success', async () => {
    const { code, stderr } = await gm(['exec', 'my-stack', '--', 'sleep', '9'], { FAKE_PLUGIN_CODE: 'none' })
    expect(stderr).to.contain('ended before the command')
    expect(code).to.equal(3)
  })

  it('forwards a port until Ctrl-C, which leaves no session open', async () => {
    const running = world.start(['forward', 'my-stack', 'n8n'], plugin.env)
    let said = ''
    running.child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await until('the port', () => (said.includes('http://127.0.0.1:') ? true : undefined))
    running.child.kill('SIGINT')
    const { code, stderr } = await running.ended
    expect([code, stderr]).to.deep.equal([130, ''])
    const { argv, response } = await plugin.last()
    const { DocumentName, Parameters } = JSON.parse(argv[4] ?? '') as Request
    expect([DocumentName, Parameters['portNumber']]).to.deep.equal(['AWS-StartPortForwardingSession', ['5678']])
    expect(called('TerminateSession').at(-1)?.params).to.deep.equal({ SessionId: response.SessionId })
  })

  it('is refused for a port of this computer that is taken, and for ports that there are not', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const taken = failureOf(await gm(['forward', 'my-stack', 'n8n', '-l', String(port), '--json']))
    server.close()
    expect([taken.code, taken.message]).to.deep.equal([
      'CONFIG_INVALID',
      `Port ${port} of this computer cannot be used: something listens there`,
    ])
    expect(words(failureOf(await gm(['forward', 'my-stack', 'n8n:grpc', '--json'])))).to.contain('no port "grpc"')
    expect(words(failureOf(await gm(['forward', 'my-stack', 'n9n', '--json'])))).to.contain('did you mean n8n?')
    expect(words(failureOf(await gm(['exec', 'my-stack', 'postgrse', '--json'])))).to.contain('did you mean postgres?')
  })

  it('needs the plugin, and a new one: what to install is said before AWS is asked', async () => {
    const before = called('StartSession').length
    const missing = failureOf(await world.gm(['exec', 'my-stack', '--json'], { PATH: '/nowhere' }))
    expect(missing.code).to.equal('NOT_FOUND')
    expect(words(missing)).to.contain('session-manager-plugin').and.to.contain('install-plugin.html')
    const old = failureOf(await gm(['forward', 'my-stack', 'n8n', '--json'], { FAKE_PLUGIN_VERSION: '1.2.496.0' }))
    expect(old.message).to.contain('too old (1.2.496.0)')
    expect(called('StartSession').length).to.equal(before)
  })

  it('needs an agent that is registered', async () => {
    world.account.settings({ silentAgents: true })
    const failure = failureOf(await gm(['exec', 'my-stack', '--json', '--', 'ls']))
    world.account.settings({ silentAgents: false })
    expect(failure.code).to.equal('TIMED_OUT')
    expect(failure.message).to.match(/the agent on i-\w+ to register/)
  })

  it('is not needed for the public URL', async () => {
    const { stdout } = await gm(['open', 'my-stack', '--print', '--json'])
    const { n8n_url: url } = await world.document('my-stack')
    expect(JSON.parse(stdout)).to.deep.equal({ url, opened: false })
    expect((await gm(['open', 'my-stack'], { CI: 'true' })).stdout).to.equal(`${String(url)}\n`)
  })
})
