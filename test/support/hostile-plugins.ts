// Plugins that do the worst, and what gm says of each.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const fine = 'export default () => ({ api: "1.0", sinks: [] })'
const tier = `{ id: "dev", title: "Dev", options: (z) => z.object({}), needs: () => ({ instance: { market: "spot" } }),
  front: () => ({ tlsEnd: "edge", hops: 1, ports: [443] }), build() {}, publish: () => ({ url: null }) }`

/** A plugin that does harm, or would like to. */
export interface Hostile {
  readonly contribute?: string
  /** A command of the plugin, `commands/list.js`. */
  readonly command?: string
  readonly hooks?: Readonly<Record<string, string>>
  /** What is said of it; nothing where it does no harm. */
  readonly said?: RegExp
}

/** By what they do. */
export const hostile: Readonly<Record<string, Hostile>> = {
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

/**
 * Links plugins by what oclif writes down, as `gm plugins link` would refuse most of them.
 * @param folder for their files
 * @param data oclif's folder of installed plugins; those that are linked there already are no longer
 */
export async function linkHostile(folder: string, data: string, plugins: readonly Hostile[]): Promise<void> {
  await Promise.all([mkdir(data, { recursive: true }), rm(folder, { recursive: true, force: true })])
  const linked = plugins.map((plugin, index) => ({ plugin, name: index === 0 ? 'acme-bad' : `acme-bad-${index}` }))
  await Promise.all(linked.map(({ plugin, name }) => writePlugin(join(folder, name), name, plugin)))
  const record = linked.map(({ name }) => ({ type: 'link', name, root: join(folder, name) }))
  await writeFile(join(data, 'package.json'), JSON.stringify({ oclif: { plugins: record } }))
}

async function writePlugin(root: string, name: string, { contribute, command, hooks = {} }: Hostile): Promise<void> {
  await mkdir(join(root, 'commands'), { recursive: true })
  const oclif = {
    hooks: { 'gm:contribute': './contribute.js', ...hooks },
    ...(command === undefined ? {} : { commands: './commands' }),
  }
  const write = (path: string, text: string) => writeFile(join(root, path), text)
  await write('package.json', JSON.stringify({ name, version: '9.9.9', type: 'module', oclif }))
  await write('stop.js', 'export default () => process.exit(9)')
  if (contribute !== undefined) await write('contribute.js', contribute)
  if (command !== undefined) await write('commands/list.js', command)
}
