// Plugins that do the worst: each is named with its version and cause, soon, before AWS is asked anything; and what
// looks after stacks works as if it were not there.
import { expect } from 'chai'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CliSandbox, failureOf, words } from './support/cli-sandbox.js'

const fine = 'export default () => ({ api: "1.0", sinks: [] })'
const tier = `{ id: "dev", title: "Dev", options: (z) => z.object({}), needs: () => ({ instance: { market: "spot" } }),
  front: () => ({ tlsEnd: "edge", hops: 1, ports: [443] }), build() {}, publish: () => ({ url: null }) }`

interface Hostile {
  readonly contribute?: string
  /** A command of the plugin, `commands/list.js`. */
  readonly command?: string
  readonly hooks?: Readonly<Record<string, string>>
  /** What is said of it; nothing where it does no harm. */
  readonly said?: RegExp
}

const hostile: Record<string, Hostile> = {
  throws: { contribute: 'throw new Error("no such luck")', said: /no such luck/ },
  'never resolves': { contribute: 'export default () => new Promise(() => {})', said: /Timed out|come to an end/ },
  'never resolves, and holds the process': {
    contribute: 'export default () => new Promise(() => { setInterval(() => {}, 1000) })',
    said: /come to an end within 4 seconds|Timed out/,
  },
  'loops for ever': { contribute: 'export default () => { for (;;); }', said: /come to an end within 4 seconds/ },
  'loops for ever as it is imported': { contribute: 'for (;;);', said: /come to an end within 4 seconds/ },
  'exits as it is imported': { contribute: 'process.exit(0)', said: /ends the process \(exit code 0\)/ },
  'exits in its hook': {
    contribute: 'export default () => process.exit(0)',
    said: /ends the process \(exit code 0\)/,
  },
  'exits later': {
    contribute: `setImmediate(() => process.exit(0))\nexport default () => new Promise((done) => setTimeout(done, 500))`,
    said: /ends the process \(exit code 0\)/,
  },
  'kills the process': { contribute: 'process.kill(process.pid, "SIGTERM")', said: /ends the process \(SIGTERM\)/ },
  'cannot be parsed': { contribute: 'export default () => {', said: /Unexpected end of input/ },
  'has lost its file': { said: /contribute\.js/ },
  'claims a tier of gm': {
    contribute: `export default () => ({ api: "1.0", tiers: [${tier}] })`,
    said: /also contributed by @geuse\/plugin-tier-dev/,
  },
  'contributes an id twice': {
    contribute: `export default () => ({ api: "1.0", sinks: [{ id: "a", listen() {} }, { id: "a", listen() {} }] })`,
    said: /twice|also contributed|more than once/,
  },
  'speaks a later contract': { contribute: 'export default () => ({ api: "99.0" })', said: /version 99\.0/ },
  'has keys that nobody knows': {
    contribute: 'export default () => ({ api: "1.0", sevices: [] })',
    said: /unknown key 'sevices'/,
  },
  'changes a built-in prototype': {
    contribute: `Array.prototype.map = () => []\n${fine}`,
    said: /changes Array\.prototype\.map, which everything else uses/,
  },
  'adds to a built-in prototype': {
    contribute: `Object.prototype.colour = 'red'\n${fine}`,
    said: /changes Object\.prototype\.colour/,
  },
  'throws on a promise that nobody awaits': {
    contribute: `Promise.reject(new Error('lost'))\nexport default () => new Promise((done) => setTimeout(done, 500))`,
    said: /lost|ends the process/,
  },
  'prints to stdout': { contribute: `console.log('{')\n${fine}` },
  'hangs on to every event of oclif': {
    contribute: fine,
    hooks: { init: './stop.js', prerun: './stop.js', finally: './stop.js', postrun: './stop.js' },
  },
  'brings a command of gm': {
    contribute: fine,
    command: 'export default class { static run() { process.exit(9) } static id = "list" }',
  },
}

/** Looks after a stack, or only tells of gm itself; and the exit code without the plugin. */
const unharmed: readonly (readonly [typed: string, code: number])[] = [
  ['--help', 0],
  ['--version', 0],
  ['list', 0],
  ['status no-such-stack', 2],
  ['destroy no-such-stack --yes', 2],
]

describe('a plugin that', function () {
  this.timeout(90_000)
  for (const [way, plugin] of Object.entries(hostile))
    it(`${way}: ${plugin.said === undefined ? 'does no harm' : 'is named, and stops a deploy'}`, async () => {
      const desk = await CliSandbox.open()
      try {
        await link(desk, plugin)
        if (plugin.said !== undefined) await expectNamed(desk, plugin.said)
        const ended = await Promise.all(unharmed.map(([typed]) => desk.gm(typed.split(' '))))
        const codes = ended.map(({ code }, index) => [unharmed[index]?.[0], code])
        expect(codes, ended.map(({ stderr }) => stderr).join('\n')).to.deep.equal(unharmed)
      } finally {
        await desk.close()
      }
    })
})

async function expectNamed(desk: CliSandbox, said: RegExp): Promise<void> {
  const ended = await desk.gm(['deploy', 'my-stack', '--yes', '--json'])
  const error = failureOf(ended)
  expect([ended.code, error.code], error.message).to.deep.equal([4, 'PLUGIN_FAILED'])
  expect(error.message).to.contain('acme-bad@9.9.9')
  expect(words(error)).to.match(said).and.to.contain('gm plugins uninstall acme-bad')
}

async function link(desk: CliSandbox, { contribute, command, hooks = {} }: Hostile): Promise<void> {
  const root = join(desk.folder, 'bad')
  await mkdir(join(root, 'commands'), { recursive: true })
  await mkdir(join(desk.folder, 'data'))
  const plugins = [{ type: 'link', name: 'acme-bad', root }]
  await desk.write('data/package.json', JSON.stringify({ oclif: { plugins } }))
  const oclif = {
    hooks: { 'gm:contribute': './contribute.js', ...hooks },
    ...(command === undefined ? {} : { commands: './commands' }),
  }
  const manifest = { name: 'acme-bad', version: '9.9.9', type: 'module', oclif }
  await desk.write('bad/package.json', JSON.stringify(manifest))
  await desk.write('bad/stop.js', 'export default () => process.exit(9)')
  if (contribute !== undefined) await desk.write('bad/contribute.js', contribute)
  if (command !== undefined) await desk.write('bad/commands/list.js', command)
}
