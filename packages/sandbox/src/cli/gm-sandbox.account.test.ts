// The program as a person types it: start, look, stop, and one command in an account of its own.
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/gm-sandbox.js', import.meta.url))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

describe('gm-sandbox', function () {
  this.timeout(60_000)
  let home: string

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'gm sandbox '))
  })
  after(async () => {
    await gmSandbox('stop')
    await rm(home, { recursive: true, force: true })
  })

  const gmSandbox = (...args: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [bin, ...args],
        { env: { ...process.env, GM_SANDBOX_HOME: home } },
        (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr }),
      )
    })

  it('starts an account that stays, is found again, and ends', async () => {
    const first = JSON.parse((await gmSandbox('start', '--speed', 'max', '--json')).stdout) as {
      endpoint: string
      env: Record<string, string>
    }
    expect(first.env).to.include({
      AWS_ENDPOINT_URL: first.endpoint,
      HTTPS_PROXY: first.endpoint,
      NO_PROXY: '127.0.0.1,localhost',
    })
    expect(await (await fetch(`${first.endpoint}/_sandbox/status`)).json()).to.include({ speed: 1_000_000, calls: 0 })
    expect((await gmSandbox('start')).stdout).to.include(`export AWS_ENDPOINT_URL=${first.endpoint}`)
    expect(JSON.parse((await gmSandbox('status', '--json')).stdout))
      .to.include({ endpoint: first.endpoint })
      .and.to.have.property('python')
    expect((await gmSandbox('status')).stdout).to.match(new RegExp(`^endpoint +${first.endpoint}$`, 'm'))
    await gmSandbox('fault', '{"service": "ec2", "effect": "throttle"}')
    expect((await gmSandbox('fault')).stdout).to.include('throttle')
    expect(await gmSandbox('fault', 'no json')).to.include({ code: 2 })
    expect((await gmSandbox('fault', '{"operaton": "CreateVpc", "effect": "explode"}')).stderr).to.match(
      /^✖ .*operaton.*Invalid option.*CONFIG_INVALID$/m,
    )
    expect((await gmSandbox('interrupt', 'my-instance')).stderr).to.include('id of an instance')
    expect(await gmSandbox('start', '--speed', '3'))
      .to.include({ code: 2 })
      .and.to.have.property('stderr')
      .that.includes('→ gm-sandbox stop')
    await gmSandbox('image', 'ghcr.io/you/thing:1')
    await gmSandbox('image', 'redis:8.2.1', 'ghcr.io/you/thing:1')
    expect(JSON.parse((await gmSandbox('image', '--json')).stdout)).to.deep.equal({
      images: ['ghcr.io/you/thing:1', 'redis:8.2.1'],
    })
    expect((await gmSandbox('quota', 'L-DB2E81BA')).stderr).to.include('→ gm-sandbox quota L-DB2E81BA 4')
    expect((await gmSandbox('quota', 'L-NONE', '4')).code).to.equal(2)
    expect((await gmSandbox('quota', 'L-DB2E81BA', '4')).stdout).to.equal('L-DB2E81BA 4\n')
    expect(JSON.parse((await gmSandbox('heal', '--json')).stdout)).to.deep.equal({ faults: [] })
    expect((await gmSandbox('reset')).stdout).to.include('empty')
    expect(JSON.parse((await gmSandbox('calls', '--json')).stdout)).to.deep.equal([])
    expect(
      await gmSandbox('python', '--', '-c', 'import boto3, os, sys; sys.exit(len(os.environ["AWS_REGION"]))'),
    ).to.include({
      code: 9,
    })
    expect((await gmSandbox('stop')).stdout).to.include('has ended')
    expect((await gmSandbox('stop')).stdout).to.include('No account')
    expect(
      await fetch(first.endpoint).then(
        () => 'answers',
        () => 'gone',
      ),
    ).to.equal('gone')
  })

  it('runs a command in an account of its own, and ends as it does', async () => {
    const look =
      'fetch(process.env.AWS_ENDPOINT_URL + "/_sandbox/status").then((r) => r.json()).then((s) => { console.log(s.calls); process.exit(7) })'
    expect(await gmSandbox('run', '--', process.execPath, '-e', look)).to.include({ code: 7, stdout: '0\n' })
  })

  it('passes on what stands after --, and no JSON is asked of it', async () => {
    const show = 'console.log(process.argv.slice(1).join())'
    const { stdout } = await gmSandbox(
      'run',
      '--speed',
      'max',
      '--',
      process.execPath,
      '-e',
      show,
      '--',
      '--json',
      '-h',
    )
    expect(stdout).to.equal('--json,-h\n')
  })

  const refused: Record<string, RegExp> = {
    frobnicate: /frobnicate not found/,
    'start --speed fast': /--speed takes a number above 0 or max, not fast/,
    'stop --foo': /Nonexistent flag: --foo/,
    'heal now': /Unexpected argument: now/,
    interrupt: /Missing 1 required arg: instance id of the instance/,
    calls: /No account is running/,
  }
  for (const [typed, said] of Object.entries(refused)) {
    it(`refuses in one line, or as JSON: ${typed}`, async () => {
      const { code, stderr } = await gmSandbox(...typed.split(' '))
      expect(code).to.equal(2)
      expect(stderr.split('\n')[0]).to.match(said)
      const asJson = await gmSandbox(...typed.split(' '), '--json')
      expect(asJson.code).to.equal(2)
      const { error } = JSON.parse(asJson.stdout) as { error: { message: string; code: string } }
      expect(error.message).to.match(said)
      expect(error.code).to.equal(typed === 'calls' ? 'NOT_FOUND' : 'CONFIG_INVALID')
    })
  }

  it('has help for everything', async () => {
    const { stdout } = await gmSandbox('--help')
    for (const name of [
      'calls',
      'fault',
      'heal',
      'image',
      'interrupt',
      'python',
      'quota',
      'reset',
      'run',
      'spec',
      'start',
      'status',
      'stop',
    ])
      expect(stdout).to.match(new RegExp(`^  ${name} `, 'm'))
    expect((await gmSandbox('start', '--help')).stdout)
      .to.include('eval "$(gm-sandbox start)"')
      .and.to.include('GM_SANDBOX_HOME')
  })
})
