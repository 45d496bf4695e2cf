// What holds for every command of the host: examples in its help, JSON that parses, nothing heavy loaded for a mere
// question about itself, no prompt where nobody answers.
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CliSandbox, failureOf } from './support/cli-sandbox.js'
import { root } from './support/test-account.js'

interface Manifest {
  readonly commands: Readonly<
    Record<
      string,
      {
        readonly summary?: string
        readonly examples?: readonly string[]
        readonly flags: Readonly<Record<string, { readonly description?: string }>>
      }
    >
  >
}

const answering: Record<string, readonly string[]> = {
  list: ['list'],
  tiers: ['tiers'],
  config: ['config'],
  'config:list': ['config', 'list'],
  'config:get': ['config', 'get', 'default_region'],
  'config:set': ['config', 'set', 'default_region', 'eu-west-1'],
  'config:unset': ['config', 'unset', 'default_region'],
  'config:path': ['config', 'path'],
  'config:reset': ['config', 'reset', '--yes'],
  services: ['services'],
  version: ['version'],
  autocomplete: ['autocomplete', 'bash'],
  plugins: ['plugins'],
  'plugins:update': ['plugins', 'update'],
  unlock: ['unlock', 'my-stack', '--yes'],
  render: ['render', 'my-stack', '--services', 'n8n', '--set', 'n8n.owner-email=owner@example.com', '--output'],
}
const refusing: Record<string, readonly string[]> = {
  doctor: ['doctor', '--tier', 'no-such-tier'],
  iam: ['iam', '--tier', 'no-such-tier'],
  deploy: ['deploy', 'no-such-stack'],
  destroy: ['destroy', 'no-such-stack'],
  plan: ['plan', 'no-such-stack'],
  update: ['update', 'no-such-stack'],
  rollback: ['rollback', 'no-such-stack'],
  history: ['history', 'no-such-stack'],
  status: ['status', 'no-such-stack'],
  credentials: ['credentials', 'no-such-stack'],
  logs: ['logs', 'no-such-stack'],
  cost: ['cost', 'no-such-stack'],
  backup: ['backup', 'no-such-stack'],
  'backup:list': ['backup', 'list', 'no-such-stack'],
  'backup:download': ['backup', 'download', 'no-such-stack'],
  'backup:verify': ['backup', 'verify', 'no-such-stack'],
  restore: ['restore', 'no-such-stack', '20200101T000000Z'],
  stop: ['stop', 'no-such-stack'],
  start: ['start', 'no-such-stack'],
  exec: ['exec', 'no-such-stack'],
  forward: ['forward', 'no-such-stack', 'n8n'],
  open: ['open', 'no-such-stack'],
  monitor: ['monitor', 'no-such-stack'],
  menu: ['menu'],
  new: ['new', 'service', 'Not-An-Id'],
  'plugins:install': ['plugins', 'install', './nowhere.tgz'],
  'plugins:uninstall': ['plugins', 'uninstall', 'nowhere'],
  'plugins:inspect': ['plugins', 'inspect', 'nowhere'],
  'plugins:link': ['plugins', 'link', './nowhere'],
}

/** What was typed, and what the answer says. */
const misspelt: Record<string, RegExp> = {
  'depoly my-stack': /depoly is not a gm command - did you mean deploy\?/,
  qwertyuiop: /qwertyuiop is not a gm command(?! - )/,
  'plugins instal x': /did you mean plugins install\?/,
  'deploy my-stack --regin x': /Nonexistent flag: --regin - did you mean --region\?/,
  deploy: /Missing 1 required arg: NAME/,
  'list extra': /Unexpected argument: extra/,
  'deploy my-stack extra': /Unexpected argument: extra/,
  'plugins inspect nope': /nope is not installed/,
  'autocomplete nope': /Expected nope to be one of: bash, zsh/,
}

describe('the commands', function () {
  this.timeout(60_000)
  let desk: CliSandbox
  let commands: Manifest['commands']
  before(async () => {
    desk = await CliSandbox.open()
    await mkdir(join(desk.folder, 'home', 'deployments'), { recursive: true })
    commands = (JSON.parse(await readFile(join(root, 'oclif.manifest.json'), 'utf8')) as Manifest).commands
  })
  after(() => desk.close())
  const lock = (): Promise<string> => desk.write(join('home', 'deployments', 'my-stack.lock'), '{}')
  const onTerminal = async (answers: readonly string[], args: readonly string[]): Promise<string> => {
    const script = join(root, 'test', 'support', 'on-terminal.py')
    const { stdout } = await promisify(execFile)(
      'python3',
      [script, JSON.stringify(answers), process.execPath, join(root, 'bin', 'gm.js'), ...args],
      { env: { ...desk.env(), TERM: 'xterm' } },
    )
    return stdout
  }

  it('are all in the two tables of this test', () => {
    expect(Object.keys(commands).toSorted()).to.deep.equal(
      [...Object.keys(answering), ...Object.keys(refusing)].toSorted(),
    )
  })

  it('have a summary, examples and described flags, and take --json', () => {
    for (const [id, { summary, examples, flags }] of Object.entries(commands)) {
      expect(summary, id).to.be.a('string')
      expect(examples?.length, id).to.be.greaterThan(0)
      expect(flags, id).to.have.property('json')
      expect(
        Object.entries(flags).filter(([, { description }]) => description === undefined),
        id,
      ).to.deep.equal([])
    }
  })

  it('are listed in the order of their use, with variables and exit codes', async () => {
    const { stdout } = await desk.gm(['help'])
    const order = [
      'YOUR STACKS',
      '  deploy ',
      '  destroy ',
      'BEFORE A DEPLOY',
      'GM ITSELF',
      'ENVIRONMENT',
      'EXIT CODES',
    ]
    expect(order.map((word) => stdout.indexOf(word))).to.satisfy((places: number[]) =>
      places.every((place, index) => place > (places[index - 1] ?? 0)),
    )
    expect(stdout).to.contain('GEUSEMAKER_HOME').and.not.to.contain('@geuse/cli/')
    for (const id of Object.keys(commands).filter((name) => name !== 'menu' && !name.includes(':')))
      expect(stdout).to.match(new RegExp(`^ {2}${id} `, 'm'))
  })

  it('say what is done without a flag', async () => {
    const { stdout } = await desk.gm(['deploy', '--help'])
    expect(stdout.replaceAll(/\s+/g, ' '))
      .to.match(/dev without it/)
      .and.to.match(/15 without it/)
  })

  it('show their examples in their help', async () => {
    const { code, stdout } = await desk.gm(['deploy', '--help'])
    expect(code).to.equal(0)
    expect(stdout).to.contain('EXAMPLES').and.to.contain('$ gm deploy my-stack')
  })

  for (const [id, args] of Object.entries(answering)) {
    it(`answer in JSON: ${id}`, async () => {
      if (id === 'unlock') await lock()
      const { code, stdout, stderr } = await desk.gm([
        ...args,
        ...(id === 'render' ? [join(desk.folder, 'out')] : []),
        '--json',
      ])
      expect(code, stderr).to.equal(0)
      expect(JSON.parse(stdout)).to.be.an(
        ['list', 'config', 'config:list', 'plugins', 'plugins:update', 'tiers', 'services'].includes(id)
          ? 'array'
          : 'object',
      )
    })
  }

  for (const [id, args] of Object.entries(refusing)) {
    it(`refuse in JSON: ${id}`, async () => {
      const { code, stdout } = await desk.gm([...args, '--json'])
      expect(code).to.equal(2)
      expect(JSON.parse(stdout)).to.have.nested.property('error.code')
    })
  }

  it('are listed by bare gm where there is no terminal', async () => {
    const { code, stdout } = await desk.gm([])
    expect(code).to.equal(0)
    expect(stdout).to.contain('USAGE').and.to.contain('deploy')
  })

  it('are offered by bare gm to somebody at a terminal', async () => {
    const stdout = await onTerminal(['See the services, and what can be set', '\u001b[B\r', 'qdrant', ''], [])
    expect(stdout).to.contain('█').and.to.contain('Deploy a stack').and.to.contain('Leave')
    expect(stdout)
      .to.contain('n8n.owner-email')
      .and.to.match(/exit 0\s*$/)
  })

  it('that nobody can answer for are refused with the whole command', async () => {
    await lock()
    const failure = failureOf(await desk.gm(['unlock', 'my-stack', '--json']))
    expect([failure.code, failure.hints]).to.deep.equal(['CONFIRMATION_NEEDED', ['gm unlock my-stack --json --yes']])
  })

  it('that were answered with no say so by a code of their own', async () => {
    await lock()
    const said = await onTerminal(['certainly dead?', 'n\r', 'DECLINED', ''], ['unlock', 'my-stack', '--json'])
    expect(said)
      .to.contain('"code": "DECLINED"')
      .and.to.match(/exit 2\s*$/)
  })

  it('that were left with Ctrl-C at the menu say so in words of their own', async () => {
    const said = await onTerminal(['What shall gm do?', '\u0003'], ['menu'])
    expect(said).to.not.contain('force closed')
    expect(said)
      .to.contain('Stopped at a question; nothing was done')
      .and.to.match(/exit 130\s*$/)
  })

  for (const [typed, said] of Object.entries(misspelt)) {
    it(`are refused in a few words, with what was meant: ${typed}`, async () => {
      const { code, stderr } = await desk.gm(typed.split(' '))
      expect(code).to.equal(2)
      expect(stderr).to.match(said)
      expect(stderr.trim().split('\n').length, stderr).to.be.lessThan(8)
      const asJson = await desk.gm([...typed.split(' '), '--json'])
      expect(asJson.code).to.equal(2)
      expect(failureOf(asJson).message).to.match(said)
      expect(failureOf(asJson).hints[0]).to.match(/^gm /)
    })
  }
})
