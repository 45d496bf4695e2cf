// The sandbox linked into `gm` as a plugin: the commands of `gm-sandbox`, said, refused and listed as those of gm are.
import { expect } from 'chai'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CliSandbox, failureOf } from './support/cli-sandbox.js'
import { type Ended, root } from './support/test-account.js'

describe('gm with the sandbox as a plugin', function () {
  this.timeout(60_000)
  let desk: CliSandbox
  const gm = (...args: readonly string[]): Promise<Ended> =>
    desk.gm(['sandbox', ...args], { GM_SANDBOX_HOME: join(desk.folder, 'sandbox') })

  before(async () => {
    desk = await CliSandbox.open()
    const linked = await desk.gm(['plugins', 'link', join(root, 'packages', 'sandbox'), '--no-install'])
    expect(linked.code, linked.stderr).to.equal(0)
  })
  after(async () => {
    await gm('stop')
    await desk.close()
  })

  it('starts an account, looks at it and ends it', async () => {
    const started = await gm('start', '--speed', 'max', '--json')
    expect(started.code, started.stderr).to.equal(0)
    const { endpoint, env } = JSON.parse(started.stdout) as { endpoint: string; env: Record<string, string> }
    expect((await gm('start')).stdout).to.contain(`export AWS_ENDPOINT_URL=${endpoint}`)
    expect((await desk.gm(['credentials', 'my-stack', '--json'], env)).code).to.equal(2)
    const status = JSON.parse((await gm('status', '--json')).stdout) as { endpoint: string; calls: number }
    expect(status).to.include({ endpoint })
    expect(status.calls, 'calls of gm itself').to.be.greaterThan(0)
    expect(failureOf(await gm('start', '--speed', '3', '--json')).hints).to.deep.equal(['gm sandbox stop'])
    expect((await gm('stop')).stdout).to.contain('has ended')
  })

  it('ends as the command that it ran', async () => {
    expect((await gm('run', '--speed', 'max', '--', process.execPath, '-e', 'process.exit(7)')).code).to.equal(7)
  })

  const refused: Record<string, readonly [code: string, said: RegExp, hint: string]> = {
    calls: ['NOT_FOUND', /^No account is running$/, 'gm sandbox start'],
    'stop --foo': ['CONFIG_INVALID', /^Nonexistent flag: --foo$/, 'gm sandbox --help'],
    interrupt: ['CONFIG_INVALID', /^Missing 1 required arg: INSTANCE \(id of the instance\)$/, 'gm sandbox --help'],
    stpo: ['CONFIG_INVALID', /^sandbox stpo is not a gm command - did you mean sandbox stop\?$/, 'gm help sandbox'],
  }
  for (const [typed, [code, said, hint]] of Object.entries(refused)) {
    it(`refuses as gm does: ${typed}`, async () => {
      const ended = await gm(...typed.split(' '), '--json')
      const error = failureOf(ended)
      expect([ended.code, error.code, error.hints], ended.stdout).to.deep.equal([2, code, [hint]])
      expect(error.message).to.match(said)
      expect((await gm(...typed.split(' '))).stderr).to.contain(error.message)
    })
  }

  it('lists its commands in the help, with examples as they are typed', async () => {
    expect((await desk.gm(['help', 'sandbox'])).stdout)
      .to.contain('sandbox start')
      .and.to.contain('sandbox interrupt')
    expect((await gm('start', '--help')).stdout).to.contain('eval "$(gm sandbox start)"')
    expect((await gm('fault', '--help')).stdout).to.contain(`$ gm sandbox fault '{"operation"`)
  })

  it('has its commands in a list, which gm reads instead of them', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'packages/sandbox/oclif.manifest.json'), 'utf8')) as {
      commands: Record<string, { readonly summary?: string; readonly examples?: readonly string[] }>
    }
    for (const [id, { summary, examples }] of Object.entries(manifest.commands)) {
      expect(id).to.match(/^sandbox:/)
      expect(summary, id).to.be.a('string')
      expect(examples?.length, id).to.be.greaterThan(0)
    }
  })
})
