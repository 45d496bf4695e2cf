// What a person may get wrong before AWS is asked anything: each mistake is named with its place and what would be
// right, exits with 2, and several are told together.
import { expect } from 'chai'
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CliSandbox, failureOf, words } from './support/cli-sandbox.js'

const n8n = ['--services', 'n8n', '--set', 'n8n.owner-email=owner@example.com', '--yes'] as const

function deploy(...args: readonly string[]): readonly string[] {
  return ['deploy', 'my-stack', ...n8n, ...args]
}

function once(...args: readonly string[]): readonly string[] {
  return ['deploy', 'my-stack', '--yes', ...args]
}

type Case = [args: readonly string[], said: readonly RegExp[], env?: Readonly<Record<string, string>>]

const cases: Record<string, Case> = {
  'a name with capitals': [
    ['deploy', 'My_Stack', ...n8n],
    [/"My_Stack" cannot be the name of a stack/, /try my-stack/],
  ],
  'a name that leads elsewhere': [['status', '../../etc/passwd'], [/cannot be the name of a stack/]],
  'a region': [deploy('--region', 'eu_west_1'), [/--region: must be a region, like eu-west-1/]],
  'an instance type': [deploy('--instance-type', 'big'), [/--instance-type: must be an instance type, like t3\.large/]],
  'a tier': [deploy('--tier', 'prod'), [/--tier: prod is not a tier that is installed \(automation, cdn, dev\)/]],
  'a service': [once('--services', 'n8m'), [/--services: n8m is not a service that is installed/, /n8n/]],
  'a key of --set': [deploy('--set', 'n8n.colour=red'), [/n8n has no setting colour; it has: .*owner-email/]],
  'a value of --set': [
    once('--services', 'n8n', '--set', 'n8n.owner-email=nobody'),
    [/n8n\.owner-email is not right: Invalid email/],
  ],
  'the form of --set': [deploy('--set', 'n8n'), [/--set n8n: must be <service>\.<key>=<value>/]],
  'a needed setting left out': [
    once('--services', 'n8n'),
    [/n8n\.owner-email is needed/, /--set n8n\.owner-email=<value>/],
  ],
  'a primary service that shows nothing': [
    deploy('--primary', 'postgres'),
    [/postgres has nothing to show at a public URL.*n8n/],
  ],
  'a subnet without its VPC': [deploy('--subnet', 'subnet-0123456789abcdef0'), [/--subnet: needs the VPC/]],
  'a flag that is not there': [deploy('--regoin', 'x'), [/Nonexistent flag: --regoin/, /gm deploy --help/]],
  'a choice that is not offered': [
    deploy('--tls', 'oops'),
    [/Expected --tls=oops to be one of: auto, internal, off/, /gm deploy --help/],
  ],
  'a name left out': [
    ['deploy', '--yes'],
    [/Missing 1 required arg/, /gm deploy --help/],
  ],
  'a config file that is not there': [
    deploy('--config', '/nowhere/x.yaml'),
    [/config file \/nowhere\/x\.yaml/, /ls -l \/nowhere\/x\.yaml/],
  ],
  'a variable': [
    ['list'],
    [/GEUSEMAKER_REGOIN is not a variable of gm.*GEUSEMAKER_REGION/],
    { GEUSEMAKER_REGOIN: 'x' },
  ],
  'a value of a variable': [
    deploy(),
    [/GEUSEMAKER_REGION: must be a region, like eu-west-1/],
    { GEUSEMAKER_REGION: 'mars' },
  ],
  'a stack that is not there': [
    ['status', 'my-stakc'],
    [/no stack my-stakc on this computer/, /Key=geusemaker:stack,Values=my-stakc/],
  ],
  'a stack to unlock that is not there': [
    ['unlock', 'my-stakc', '--yes'],
    [/no stack my-stakc on this computer/, /stack,Values=my-stakc/],
  ],
}

describe('bad input', function () {
  this.timeout(60_000)
  let desk: CliSandbox
  before(async () => {
    desk = await CliSandbox.open()
  })
  after(() => desk.close())

  const refusal = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> => {
    const ended = await desk.gm([...args, '--json'], env)
    const error = failureOf(ended)
    expect(ended.code, words(error)).to.equal(2)
    return words(error)
  }

  for (const [what, [args, said, env]] of Object.entries(cases)) {
    it(`names ${what}`, async () => {
      const text = await refusal(args, env)
      for (const pattern of said) expect(text).to.match(pattern)
    })
  }

  it('names an unknown key of a config file, and where it is', async () => {
    const path = await desk.write(
      'stack.yaml',
      'tier: dev\nregoin: eu-west-1\nset: { n8n: { owner-email: a@example.com } }\nservices: [n8n]\n',
    )
    const text = await refusal(['deploy', 'my-stack', '--yes', '--config', path])
    expect(text).to.contain(`${path}: regoin is not an option - did you mean region?`)
    expect(await refusal(['deploy', 'my-stack', '--yes'], { GEUSEMAKER_CONFIG: path })).to.contain('regoin')
  })

  it('names a config file that is neither YAML nor JSON', async () => {
    const path = await desk.write('broken.yaml', 'tier: [dev\n')
    expect(await refusal(['deploy', 'my-stack', '--yes', '--config', path])).to.contain(
      `${path} is neither YAML nor JSON`,
    )
  })

  it('tells everything that is wrong at once', async () => {
    const text = await refusal([
      ...['deploy', 'My_Stack', '--yes', '--region', 'mars', '--instance-type', 'big', '--services', 'n8n,redis'],
      ...['--set', 'n8n.colour=red', '--set', 'n8n.owner-email=nobody', '--vpc', 'mine', '--rollback-timeout', '3'],
    ])
    for (const part of [
      'My_Stack',
      '--region',
      '--instance-type',
      'redis',
      'colour',
      'owner-email is not right',
      '--vpc',
      '--rollback-timeout',
    ]) {
      expect(text).to.contain(part)
    }
  })

  it('says the same to a person, on stderr, with what to type next', async () => {
    const { code, stdout, stderr } = await desk.gm([
      'render',
      'my-stack',
      '--services',
      'n8n',
      '--output',
      join(desk.folder, 'out'),
    ])
    expect(code).to.equal(2)
    expect(stdout).to.equal('')
    expect(stderr).to.match(/n8n\.owner-email is needed\n\s+→ --set n8n\.owner-email=<value>/)
    expect(existsSync(join(desk.folder, 'out'))).to.equal(false)
  })

  it('answers a command that is not there with the nearest one and the code of a usage error', async () => {
    const { code, stderr } = await desk.gm(['deplyo'])
    expect(code).to.equal(2)
    expect(stderr).to.match(/deplyo is not a gm command/)
  })

  it('says of a missing name no more than is true', async () => {
    const { code, stderr } = await desk.gm(['deploy', '--set', 'n8n.owner-email=owner@example.com'])
    expect(code).to.equal(2)
    expect(stderr)
      .to.match(/Missing 1 required arg/)
      .and.not.to.match(/multiple values|Alternatively/)
  })

  it('names an unknown key of the settings, and keeps the file', async () => {
    const folder = join(desk.folder, 'home', 'config')
    await mkdir(folder, { recursive: true })
    const path = join(folder, 'settings.json')
    await writeFile(path, '{ "default_regoin": "eu-west-1" }')
    const text = await refusal(['list'])
    expect(text).to.contain(path).and.to.contain('default_regoin')
    await writeFile(path, '{}')
  })

  it('has left nothing behind', async () => {
    expect(await readdir(join(desk.folder, 'home', 'deployments'))).to.deep.equal([])
  })
})
