// The command as a person types it: start, look, stop, and one command in an account of its own.
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../bin/gm-sandbox.js', import.meta.url))

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
  after(() => rm(home, { recursive: true, force: true }))

  const gmSandbox = (...args: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [BIN, ...args],
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
    expect(JSON.parse((await gmSandbox('status')).stdout))
      .to.include({ endpoint: first.endpoint })
      .and.to.have.property('python')
    await gmSandbox('fault', '{"service": "ec2", "effect": "throttle"}')
    expect((await gmSandbox('fault')).stdout).to.include('throttle')
    expect(await gmSandbox('fault', 'no json')).to.include({ code: 2 })
    expect((await gmSandbox('fault', '{"operaton": "CreateVpc", "effect": "explode"}')).stderr)
      .to.match(/Invalid option/)
      .and.to.include('operaton')
    expect((await gmSandbox('interrupt', 'my-instance')).stderr).to.include('id of an instance')
    expect(await gmSandbox('start', '--speed', '3'))
      .to.include({ code: 2 })
      .and.to.have.property('stderr')
      .that.includes('gm-sandbox stop')
    await gmSandbox('image', 'ghcr.io/you/thing:1')
    await gmSandbox('image', 'redis:8.2.1', 'ghcr.io/you/thing:1')
    expect(JSON.parse((await gmSandbox('image')).stdout)).to.deep.equal({
      images: ['ghcr.io/you/thing:1', 'redis:8.2.1'],
    })
    expect(JSON.parse((await gmSandbox('heal')).stdout)).to.deep.equal({ faults: [] })
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

  it('says what it does not understand', async () => {
    expect(await gmSandbox('frobnicate')).to.include({ code: 2 })
    expect((await gmSandbox('start', '--speed', 'fast')).stderr).to.include('--speed takes a number')
    expect((await gmSandbox('calls')).stderr).to.include('gm-sandbox start')
    expect((await gmSandbox('--help')).stdout).to.include('gm-sandbox run')
  })
})
