// What each command loads before it can do anything. A package that joins one of these lists costs every start of the
// command: `npm run bench:startup` says how much.
import { expect } from 'chai'
import { CliSandbox } from './support/cli-sandbox.js'
import { LoadRecord } from './support/load-record.js'

/** What oclif needs to know its plugins and to write help. */
const help = [
  '@oclif/core ansi-escapes ansis balanced-match brace-expansion clean-stack cli-spinners debug ejs',
  'escape-string-regexp fast-string-truncated-width fast-string-width fast-wrap-ansi fdir get-package-type has-flag',
  'indent-string is-docker is-inside-container is-wsl lilconfig minimatch ms picomatch supports-color tinyglobby',
  'widest-line',
]
/** A command of gm: the container, state, and tables that fit a terminal. */
const command = [...help, '@geuse/core @geuse/plugin-api reflect-metadata tslib tsyringe wordwrap zod']
const plugins = [
  ...command,
  '@geuse/plugin-services @geuse/plugin-tier-alb @geuse/plugin-tier-cdn @geuse/plugin-tier-dev',
]
/** What measures words, for whoever typed one that there is not. */
const misspelt = 'fastest-levenshtein'

const commands: Record<string, readonly string[]> = {
  '--version': [],
  '--help': help,
  'deploy --help': help,
  '__complete zsh deploy my-stack --tier ': [],
  'autocomplete bash': command,
  list: command,
  services: [...plugins, 'yaml'],
  'status Misnamed': [...plugins, '@geuse/instance-contract'],
  'destroy Misnamed --yes': [...plugins, '@geuse/instance-contract'],
  'deploy my-stack --tier none': [...plugins, '@geuse/instance-contract yaml', misspelt],
}

describe('a start of gm', () => {
  let desk: CliSandbox
  before(async () => {
    desk = await CliSandbox.open()
  })
  after(() => desk.close())

  for (const [typed, packages] of Object.entries(commands)) {
    it(`loads for gm ${typed} what it needs, and nothing else`, async () => {
      const record = await LoadRecord.in(desk.folder)
      await desk.gm(typed.split(' '), record.env, record.nodeArgs)
      expect(record.packages()).to.deep.equal(names(packages))
    })
  }
})

describe('help that was asked for before', () => {
  let desk: CliSandbox
  before(async () => {
    desk = await CliSandbox.open()
  })
  after(() => desk.close())

  for (const typed of ['--help', 'deploy --help', 'plugins install -h'])
    it(`is the same for gm ${typed}, and loads nothing`, async () => {
      const record = await LoadRecord.in(desk.folder)
      const first = await desk.gm(typed.split(' '))
      const again = await desk.gm(typed.split(' '), record.env, record.nodeArgs)
      expect(record.packages()).to.deep.equal([])
      expect(again).to.deep.equal(first)
      expect(first.stdout).to.contain('$ gm')
    })

  it('is made anew for another width', async () => {
    const [wide, narrow] = [await desk.gm(['--help']), await desk.gm(['--help'], { OCLIF_COLUMNS: '50' })]
    expect(narrow.stdout).not.to.equal(wide.stdout)
    expect(Math.max(...narrow.stdout.split('\n').map((line) => line.length))).to.be.at.most(50)
  })
})

function names(packages: readonly string[]): string[] {
  return packages.join(' ').split(' ').filter(Boolean).sort()
}
