// A backup as a file: brought here through a session, however often that breaks off, and put into another stack of
// another account; and what is said of a file that is not what was written.
import { expect } from 'chai'
import { existsSync } from 'node:fs'
import { copyFile, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOf } from './support/cli-sandbox.js'
import { SessionPlugin } from './support/session-plugin.js'
import { small, TestAccount } from './support/test-account.js'
import { until } from './support/until.js'

const passphrase = 'nine horses, two clouds'

describe('a backup as a file', function () {
  this.timeout(300_000)
  let one: TestAccount
  let other: TestAccount
  let env: Record<string, string>
  let file: string
  let secret: string
  before(async () => {
    one = await TestAccount.open()
    other = await TestAccount.open()
    ;({ env } = await SessionPlugin.in(one.home))
    file = join(one.home, 'my stack.backup')
    secret = join(one.home, 'passphrase.txt')
    await writeFile(secret, `${passphrase}\n`)
    await Promise.all([
      one.done(['deploy', 'my-stack', ...small]),
      other.done(['deploy', 'another', '--region', 'us-west-2', ...small]),
    ])
  })
  after(async () => {
    await one.close()
    await other.close()
  })

  const opens = () => ['--passphrase-file', secret]
  const refused = async (world: TestAccount, args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const ended = await world.gm([...args, '--json'], { ...env, ...more })
    expect(ended.code, ended.stdout + ended.stderr).not.to.equal(0)
    return failureOf(ended)
  }
  const calls = (world: TestAccount, operation: string) =>
    world.account.calls().filter((call) => call.operation === operation)
  const changed = async (change: (path: string) => Promise<unknown>): Promise<string> => {
    const path = join(one.home, 'changed.backup')
    await copyFile(file, path)
    await change(path)
    return path
  }
  /** Other bytes at the end of a text that is in the file. */
  const edit = (path: string, text: string | RegExp, by: string) =>
    readFile(path, 'latin1').then((content) => writeFile(path, content.replace(text, by), 'latin1'))

  it('is made with the backup, readable by its owner alone, and holds neither key nor passphrase', async () => {
    const said = await one.done(['backup', 'my-stack', '--file', file, ...opens()], env)
    expect(said).to.contain(`${file} holds it too`)
    expect((await stat(file)).mode & 0o777).to.equal(0o600)
    const content = await readFile(file, 'latin1')
    expect(content).to.contain('postgres.part').and.to.contain('manifest.tsv')
    const { Parameters } = await one.call<{ Parameters: { Name: string; Value: string }[] }>(
      'ssm',
      'get_parameters_by_path',
      { Path: '/geusemaker/backups', Recursive: true, WithDecryption: true },
    )
    expect(Parameters.length).to.be.greaterThan(2)
    for (const { Value } of [...Parameters, { Value: passphrase }]) expect(content).not.to.contain(Value)
    expect(calls(one, 'TerminateSession').length).to.equal(calls(one, 'StartSession').length)
  })

  it('is not written over what is there, nor with what could be guessed', async () => {
    expect(await refused(one, ['backup', 'my-stack', '--file', file, ...opens()])).to.include({
      code: 'CONFIG_INVALID',
      message: `${file} is there already, and no file is overwritten`,
    })
    const short = join(one.home, 'short.txt')
    await writeFile(short, 'secret\n')
    const failure = await refused(one, ['backup', 'download', 'my-stack', '--passphrase-file', short])
    expect(failure.message).to.contain('15 characters at least')
    expect((await refused(one, ['backup', 'download', 'my-stack', '--file', 'x'])).code).to.equal('CONFIRMATION_NEEDED')
    expect((await refused(one, ['restore', 'my-stack', '20260101T000000Z', ...opens()])).message).to.contain(
      'opens a file',
    )
  })

  it('goes on from where it was when the session breaks off', async () => {
    const path = join(one.home, 'pieces.backup')
    const before = calls(one, 'StartSession').length
    await one.done(['backup', 'download', 'my-stack', '--file', path, ...opens()], {
      ...env,
      FAKE_PLUGIN_BREAKS_AFTER: '12000',
    })
    expect(calls(one, 'StartSession').length).to.be.greaterThan(before + 3)
    expect((await stat(path)).size).to.equal((await stat(file)).size)
  })

  it('is given up when no session brings anything, and nothing of it is left', async () => {
    const path = join(one.home, 'never.backup')
    const failure = await refused(one, ['backup', 'download', 'my-stack', '--file', path, ...opens()], {
      FAKE_PLUGIN_BREAKS_AFTER: '0',
    })
    expect(failure.code).to.equal('CLOUD_FAILED')
    expect(failure.message).to.contain('broke off 5 times')
    expect(existsSync(path)).to.equal(false)
  })

  it('is stopped by Ctrl-C, and nothing of it is left', async () => {
    const path = join(one.home, 'stopped.backup')
    const args = ['backup', 'download', 'my-stack', '--file', path, ...opens(), '--progress', 'jsonl']
    const running = one.start(args, { ...env, FAKE_PLUGIN_BREAKS_AFTER: '300' })
    const before = calls(one, 'StartSession').length
    await until('a session', () => (calls(one, 'StartSession').length > before ? true : undefined))
    running.child.kill('SIGINT')
    const { code, stderr } = await running.ended
    expect(code, stderr).to.equal(130)
    expect(stderr).to.contain('nothing of the file is left')
    expect(existsSync(path)).to.equal(false)
  })

  it('is read by a stack of another account, and put into it with the secrets of its data', async () => {
    expect(await other.done(['backup', 'verify', 'another', file, ...opens()], env)).to.contain('is whole')
    const said = await other.done(['restore', 'another', file, '--yes', ...opens()], {
      ...env,
      FAKE_PLUGIN_BREAKS_AFTER: '30000',
    })
    expect(said).to.contain('another has what the backup').and.to.contain('gm credentials another')
    const login = async (world: TestAccount, name: string) =>
      (await world.json<{ credentials: readonly { id: string; secret: string }[] }>(['credentials', name])).credentials
        .filter(({ id }) => id === 'n8n/owner-password')
        .map(({ secret: word }) => word)
    const word = await login(one, 'my-stack')
    expect(word).to.have.length(1)
    expect(await login(other, 'another')).to.deep.equal(word)
  })

  it('is nothing that a stack keeps', async () => {
    const { backups } = await other.json<{ backups: readonly { id: string }[] }>(['backup', 'list', 'another'])
    expect(backups).to.have.length(1)
  })

  it('opens with its passphrase alone', async () => {
    const another = join(one.home, 'another.txt')
    await writeFile(another, 'nine horses, one cloud.\n')
    const failure = await refused(other, ['restore', 'another', file, '--yes', '--passphrase-file', another])
    expect(failure).to.include({ code: 'CONFIG_INVALID', message: 'The backup does not open with this passphrase' })
  })

  for (const [what, change, says] of [
    ['ends too early', (path) => truncate(path, 40_000), /torn/],
    ['lost its manifest', (path) => truncate(path, 1200), /torn|no backup/],
    ['has another manifest', (path) => edit(path, 'stack\tmy-stack\n', 'stack\tno-stack\n'), /was changed/],
    ['has another head', (path) => edit(path, '"format": 1', '"format": 7'), /is no backup/],
    ['is of another backup', (path) => edit(path, /"id": "\d{4}/, '"id": "1999'), /does not open/],
    ['is something else', (path) => writeFile(path, 'hello\n'), /is no backup|torn/],
    ['is not there', (path) => rm(path), /There is no file/],
  ] as readonly [string, (path: string) => Promise<unknown>, RegExp][]) {
    it(`that ${what} is refused before anything is brought`, async () => {
      const before = calls(other, 'StartSession').length
      const failure = await refused(other, ['restore', 'another', await changed(change), '--yes', ...opens()])
      expect(failure.message).to.match(says)
      expect(calls(other, 'StartSession').length).to.equal(before)
    })
  }

  it('needs the Session Manager plugin, which is said before a passphrase is asked for', async () => {
    const failure = await refused(one, ['backup', 'download', 'my-stack'], { PATH: '/nowhere' })
    expect(failure.code).to.equal('NOT_FOUND')
    expect(failure.message).to.contain('Session Manager plugin')
  })

  it('asks for its passphrase on a terminal, twice, and does not show it', async () => {
    const path = join(one.home, 'asked.backup')
    const answers = ['nobody can restore it', `${passphrase}\r`, 'same again', `${passphrase}\r`]
    const shown = await one.onTerminal(answers, ['backup', 'download', 'my-stack', '--file', path], env)
    expect(shown).to.contain(`is in ${path}`)
    expect(shown).not.to.contain(passphrase)
  })
})
