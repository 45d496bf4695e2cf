// Completion as it is typed: in real shells, on a terminal, with what lies on this computer at that moment.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { CliSandbox } from './support/cli-sandbox.js'
import { root } from './support/test-account.js'

/** Each shell without the habits of whoever runs the tests, with the same prompt. */
const shells: Record<string, readonly string[]> = {
  bash: ['bash', '--rcfile', '.zshrc', '-i'],
  zsh: ['zsh', '-i'],
  fish: ['fish', '--no-config', '-C', 'function fish_prompt; echo "ready> "; end'],
}
const script = join(root, 'test', 'support', 'on-terminal.py')

/** What is typed, with TABs, and what the command is then given. */
const typed: Record<string, string> = {
  'stat\t\t': 'status blue',
  'credentials \t--pro\t wo\t': 'credentials blue --profile work',
  'deploy x --tier wh\t': 'deploy x --tier whim',
  'deploy x --set whoami.gr\thi': 'deploy x --set whoami.greeting=hi',
  'deploy x --set=whoami.gr\thi': 'deploy x --set=whoami.greeting=hi',
  'destroy --profile wo\t': 'destroy --profile work',
  'deploy x --region me-c\t': 'deploy x --region me-central-1',
}

describe('completion', function () {
  this.timeout(60_000)
  let desk: CliSandbox
  let env: Record<string, string>
  before(async () => {
    desk = await CliSandbox.open()
    await mkdir(join(desk.folder, 'home', 'deployments'), { recursive: true })
    await desk.write('home/deployments/blue.json', JSON.stringify({ plugins: [{ services: [{ id: 'qdrant' }] }] }))
    await desk.write('.zshrc', "PS1='ready> '\n")
    env = { AWS_CONFIG_FILE: await desk.write('aws', '[profile work]\n[services x]\n') }
    await linkPlugin(desk)
    await desk.gm(['services'], env)
  })
  after(() => desk.close())

  async function asked(...words: readonly string[]): Promise<string[]> {
    const { code, stdout, stderr } = await desk.gm(['__complete', 'zsh', ...words], env)
    expect(code, stderr).to.equal(0)
    return stdout
      .split('\n')
      .map((line) => line.split('\t')[0] ?? '')
      .filter(Boolean)
  }

  it('knows tiers and services of linked plugins, stacks, their services, profiles and instance types', async () => {
    expect(await asked('status', '')).to.deep.equal(['blue'])
    expect(await asked('deploy', 'x', '--tier', '')).to.include.members(['dev', 'whim'])
    expect(await asked('deploy', 'x', '--whim')).to.deep.equal(['--whim-level'])
    expect(await asked('deploy', 'x', '--services', 'w')).to.deep.equal(['whoami'])
    expect(await asked('deploy', 'x', '--profile', '')).to.deep.equal(['work'])
    expect(await asked('deploy', 'x', '--instance-type', 't3.me')).to.deep.equal(['t3.medium'])
  })

  it('offers nothing of a plugin that is gone, also where nobody has told gm', async () => {
    const path = join(desk.folder, 'data', 'package.json')
    const plugins = await readFile(path, 'utf8')
    await writeFile(path, '{"oclif":{"plugins":[]}}')
    const tiers = await asked('deploy', 'x', '--tier', '')
    await writeFile(path, plugins)
    expect(tiers).to.include('dev').and.not.to.include('whim')
  })

  it('answers nothing, and well, for whatever cannot be answered', async () => {
    for (const words of [[], ['tcsh', 'x'], ['zsh', 'nope', 'nope', ''], ['bash']])
      expect(await desk.gm(['__complete', ...words])).to.include({ code: 0, stderr: '' })
  })

  it('is set up by one line, which is written once into the file that the shell reads', async () => {
    const home = { HOME: desk.folder, SHELL: '/usr/bin/bash' }
    const line = 'source <(gm autocomplete bash)'
    expect((await desk.gm(['autocomplete'], home)).stdout)
      .to.contain(line)
      .and.to.contain('.bashrc')
    await desk.write('.bashrc', 'alias ll="ls -l"')
    for (const said of ['Written to', 'has the line already'])
      expect((await desk.gm(['autocomplete', '--install'], home)).stdout).to.contain(said)
    expect(await readFile(join(desk.folder, '.bashrc'), 'utf8')).to.equal(`alias ll="ls -l"\n${line}\n`)
    const fish = await desk.gm(['autocomplete', 'fish', '--install', '--json'], home)
    expect(JSON.parse(fish.stdout)).to.include({ written: true, file: join(desk.folder, '.config/fish/config.fish') })
    expect((await desk.gm(['autocomplete'], { SHELL: '/bin/tcsh' })).code).to.equal(2)
  })

  for (const [shell, command] of Object.entries(shells))
    it(`is typed in ${shell} (skipped where it is not on PATH)`, async function () {
      if (spawnSync(shell, ['--version']).status !== 0) return this.skip()
      const record = join(desk.folder, `typed in ${shell}`)
      const bin = join(desk.folder, 'bin')
      await mkdir(bin, { recursive: true })
      await writeFile(join(bin, 'gm'), recording(record))
      await chmod(join(bin, 'gm'), 0o755)
      const line = shell === 'fish' ? 'gm autocomplete fish | source' : `source <(gm autocomplete ${shell})`
      const steps = [line, ...Object.keys(typed).map((words) => `gm ${words}`), 'exit'].flatMap((words) => [
        'ready> ',
        `${words}\r`,
      ])
      const { HOME = '', PATH = '' } = process.env
      const own = { ...desk.env(env), HOME, PATH: `${bin}${delimiter}${PATH}`, ZDOTDIR: desk.folder, TERM: 'xterm' }
      const ended = spawnSync('python3', [script, JSON.stringify(steps), ...command], {
        encoding: 'utf8',
        env: own,
        cwd: desk.folder,
      })
      const lines = (await readFile(record, 'utf8').catch(() => '')).trimEnd().split('\n')
      expect(lines, ended.stdout).to.deep.equal(Object.values(typed))
    })
})

/** A `gm` that answers TABs, and of everything else writes down what it was given. */
function recording(path: string): string {
  const gm = [process.execPath, join(root, 'bin', 'gm.js')].map((word) => `'${word}'`).join(' ')
  return `#!/bin/sh
case $1 in __complete|autocomplete) exec ${gm} "$@" ;; esac
echo "$@" >> '${path}'
`
}

/** A plugin with a tier and a service, linked as `gm plugins link` does. */
async function linkPlugin(desk: CliSandbox): Promise<void> {
  const folder = join(desk.folder, 'plugin')
  await mkdir(folder)
  await mkdir(join(desk.folder, 'data'))
  const plugins = [{ type: 'link', name: 'gm-plugin-whim', root: folder }]
  await desk.write('data/package.json', JSON.stringify({ oclif: { plugins } }))
  const oclif = { hooks: { 'gm:contribute': './contribute.js' } }
  const manifest = { name: 'gm-plugin-whim', version: '1.0.0', type: 'module', oclif }
  await desk.write('plugin/package.json', JSON.stringify(manifest))
  await desk.write('plugin/contribute.js', contribution)
}

const contribution = `export default () => ({
  api: '1.0',
  services: [{
    id: 'whoami', title: 'Says who asks',
    config: (z) => z.object({ image: z.string().default('whoami:1'), greeting: z.string().default('hello') }),
    ports: { http: 8088 },
    probes: [{ kind: 'http', port: 'http', path: '/', timeoutSeconds: 3, critical: false }],
    containers: ({ config }) => ({ main: { image: config.image, memoryMiB: 64 } }),
  }],
  tiers: [{
    id: 'whim', title: 'A whim', options: (z) => z.object({ whimLevel: z.string().default('low') }),
    needs: () => ({ instance: { market: 'spot' } }),
    front: () => ({ tlsEnd: 'edge', hops: 1, ports: [443] }), build() {}, publish: () => ({ url: null }),
  }],
})
`
