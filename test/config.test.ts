// `gm config` as somebody uses it: what is written is checked first, what is wrong can be taken out, and the next
// command goes by it.
import { expect } from 'chai'
import { readFile, stat, chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { CliSandbox, failureOf, words } from './support/cli-sandbox.js'

describe('gm config', function () {
  this.timeout(60_000)
  let desk: CliSandbox
  beforeEach(async () => {
    desk = await CliSandbox.open()
  })
  afterEach(() => desk.close())
  const settings = (): Promise<string> => readFile(join(desk.folder, 'home', 'config', 'settings.json'), 'utf8')
  const answer = async (...args: string[]): Promise<unknown> => {
    const { stdout, stderr, code } = await desk.gm(['config', ...args, '--json'])
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout)
  }
  const refused = async (...args: string[]): Promise<string> =>
    words(failureOf(await desk.gm(['config', ...args, '--json'])))

  it('keeps a setting, tells it, and takes it back', async () => {
    await answer('set', 'ui_preferences.show_emojis', 'false')
    expect(JSON.parse(await settings())).to.deep.equal({ ui_preferences: { show_emojis: false } })
    expect(await answer('get', 'ui_preferences.show_emojis')).to.include({ value: false })
    const rows = (await answer('list')) as { readonly key: string; readonly given: boolean }[]
    expect(rows.filter(({ given }) => given).map(({ key }) => key)).to.deep.equal(['ui_preferences.show_emojis'])
    expect(await answer('unset', 'ui_preferences.show_emojis')).to.include({ wasSet: true })
    expect(JSON.parse(await settings())).to.deep.equal({})
    expect(await answer('unset', 'ui_preferences.show_emojis')).to.include({ wasSet: false })
  })

  it('takes a text for a text, and says which values there are', async () => {
    await answer('set', 'aws_profile', '123')
    expect(JSON.parse(await settings())).to.deep.equal({ aws_profile: '123' })
    await answer('set', 'aws_profile', 'null')
    expect(JSON.parse(await settings())).to.deep.equal({ aws_profile: null })
  })

  for (const [key, value, said] of [
    ['default_tier', 'gpux', 'default_tier: gpux is not a tier that is installed'],
    ['default_region', 'nowhere', 'default_region: must be a region'],
    ['default_instance_type', 'big', 'default_instance_type: must be an instance type'],
    ['rollback_timeout_minutes', '99', 'rollback_timeout_minutes'],
    ['latency_critical_ms', '10', 'latency_critical_ms is below latency_warning_ms'],
    ['prefer_spot', 'perhaps', 'prefer_spot'],
    ['default_regoin', 'x', 'did you mean default_region?'],
  ] as const)
    it(`refuses ${key} ${value}, and writes nothing`, async () => {
      expect(await refused('set', key, value)).to.contain(said)
      expect(await settings().catch(() => 'none')).to.equal('none')
    })

  it('mends settings that nothing else could be done with', async () => {
    await answer('set', 'prefer_spot', 'false')
    const file = join('home', 'config', 'settings.json')
    await desk.write(file, '{"prefer_sopt": false, "prefer_spot": false}')
    expect(words(failureOf(await desk.gm(['list', '--json'])))).to.contain('prefer_sopt is not a setting')
    await answer('unset', 'prefer_sopt')
    expect((await desk.gm(['list'])).code).to.equal(0)
    await desk.write(file, '{"torn')
    await answer('reset', '--yes')
    expect((await desk.gm(['list'])).code).to.equal(0)
    expect(await answer('reset')).to.include({ wasSet: false })
  })

  it('changes the config file of a stack, checked as a deploy would, comments and rights kept', async () => {
    const file = await desk.write('my stack.yaml', '# mine\ntier: dev # small\n')
    await chmod(file, 0o640)
    await answer('set', 'instance-type', 't3.large', '--config', file)
    await answer('set', 'set.n8n.owner-email', 'you@example.com', '--config', file)
    expect(await readFile(file, 'utf8')).to.equal(
      '# mine\ntier: dev # small\ninstance-type: t3.large\nset:\n  n8n:\n    owner-email: you@example.com\n',
    )
    expect((await stat(file)).mode & 0o777).to.equal(0o640)
    expect(await refused('set', 'spot', 'maybe', '-c', file)).to.contain('must be true')
    expect(await refused('set', 'instancetype', 'x', '-c', file)).to.contain('did you mean instance-type?')
    expect(await refused('set', 'set.n8n.owner-emial', 'x', '-c', file)).to.contain('owner-emial')
    expect(await answer('get', 'set.n8n.owner-email', '-c', file)).to.include({ value: 'you@example.com' })
    const { stdout } = await desk.gm(['render', 'my-stack', '-c', file, '--output', join(desk.folder, 'out'), '--json'])
    expect(JSON.parse(stdout)).not.to.have.property('error')
  })
})
