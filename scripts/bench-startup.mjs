// How long a command takes before it can do anything: each is run beside a bare `node -e 0`, by turns, so that what
// else the computer does hits both alike. Printed are the medians: of the ratios, and of the milliseconds that a
// command takes longer than a bare Node until AWS hears of it. `npm run bench:startup [-- <rounds>]`.
import { sampleDocument } from '../packages/core/dist/testing/sample-document.js'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { node, root } from './root.mjs'

/** Commands that ask nothing of AWS, and the ratio that each is meant to stay below. */
const commands = [
  { args: ['--version'], aim: 1.25 },
  { args: ['__complete', 'zsh', 'deploy', 'my-stack', '--tier', ''], aim: 1.25 },
  { args: ['--help'], aim: 2 },
  { args: ['deploy', '--help'], aim: 2 },
  { args: ['list'], aim: 3.5 },
  { args: ['services'] },
  { args: ['tiers'] },
]
/** With so many plugins installed, each of these is to take at most half a bare Node longer. */
const beside = { plugins: 20, commands: [['--version'], ['--help'], ['deploy', '--help'], ['list']], aim: 0.5 }
const stack = 'my-stack'
/** Commands that ask AWS, and the milliseconds of their own that each is meant to stay below. */
const callers = [
  { args: ['status', stack], aim: 150 },
  { args: ['destroy', stack, '--yes'], aim: 150 },
  { args: ['deploy', 'another', '--yes', '--set', 'n8n.owner-email=owner@example.com'], aim: 150 },
]
const leastRounds = 15

const entry = join(root, 'bin/gm.js')
const home = mkdtempSync(join(tmpdir(), 'gm-bench-'))
/** Where oclif keeps installed plugins. */
const crowded = join(home, 'data')
const aws = createServer().listen(0, '127.0.0.1')
try {
  await once(aws, 'listening')
  writeStack()
  const rounds = Math.max(leastRounds, Number(process.argv[2] ?? leastRounds) || leastRounds)
  process.stdout.write(`medians of ${rounds} pairs with a bare node\n`)
  for (const { args, aim } of commands) {
    const { gm, bare, ratio } = await measure(args, rounds, ended)
    print(args, gm, bare, `= ${ratio.toFixed(2).padStart(5)}`, aim?.toFixed(2))
  }
  installPlugins(beside.plugins)
  process.stdout.write(`with ${beside.plugins} plugins installed, longer by\n`)
  for (const args of beside.commands) {
    const { longer, bare } = await measureBeside(args, rounds)
    const times = `${longer.toFixed(0).padStart(5)} ms / ${bare.toFixed(0).padStart(3)} ms`
    process.stdout.write(
      `gm ${args.join(' ').padEnd(14)} ${times} = ${(longer / bare).toFixed(2).padStart(5)}   aim ${beside.aim.toFixed(2)}\n`,
    )
  }
  process.stdout.write('until the first call of AWS\n')
  for (const { args, aim } of callers) {
    const { gm, bare, more } = await measure(args, rounds, called)
    print(args.slice(0, 1), gm, bare, `+ ${more.toFixed(0).padStart(5)} ms`, `${aim} ms`)
  }
} finally {
  aws.close()
  rmSync(home, { recursive: true, force: true })
}

/** A stack whose instance can be asked for. */
function writeStack() {
  const instance = {
    type: 'instance',
    plugin: 'core',
    stage: 'instance',
    status: 'ready',
    generation: 0,
    attempt: 0,
    identity: {},
    deps: [],
    outputs: { instanceId: 'i-0123456789abcdef0' },
    since: '2026-01-01T00:00:00.000Z',
  }
  const document = sampleDocument({ stack_name: stack, revision: 1, status: 'running', nodes: { instance } })
  mkdirSync(join(home, 'deployments'))
  writeFileSync(join(home, 'deployments', `${stack}.json`), JSON.stringify(document))
}

/** As `gm plugins install` leaves them: a package each, with its manifest, and one record of all. */
function installPlugins(count) {
  const names = Array.from({ length: count }, (_, index) => `gm-plugin-bench-${index + 1}`)
  for (const name of names) {
    const root = join(crowded, 'node_modules', name)
    mkdirSync(root, { recursive: true })
    const oclif = { hooks: { 'gm:contribute': './contribute.js' } }
    const version = '1.0.0'
    writeFileSync(join(root, 'package.json'), JSON.stringify({ name, version, type: 'module', oclif }))
    writeFileSync(join(root, 'oclif.manifest.json'), JSON.stringify({ version, commands: {} }))
    writeFileSync(join(root, 'contribute.js'), 'export default () => ({ api: "1.0", sinks: [] })')
  }
  const plugins = names.map((name) => ({ name, type: 'user', tag: 'latest' }))
  writeFileSync(join(crowded, 'package.json'), JSON.stringify({ private: true, oclif: { plugins } }))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const refresh = `const { refreshCompletion } = await import(${JSON.stringify(join(root, 'dist/src/completion/refresh.js'))})
await refreshCompletion(${JSON.stringify({ root, version, dataDir: crowded })})`
  execFileSync(node, ['--input-type=module', '-e', refresh], { env: { ...env(), GM_DATA_DIR: crowded } })
}

/** @returns medians: milliseconds that gm takes longer with the plugins than without, and those of node */
async function measureBeside(args, rounds) {
  const more = { GM_DATA_DIR: crowded }
  await timed([entry, ...args], ended, more)
  const runs = []
  for (let left = rounds; left > 0; left -= 1) {
    const bare = await timed(['-e', '0'], ended)
    const alone = await timed([entry, ...args], ended)
    runs.push({ bare, longer: (await timed([entry, ...args], ended, more)) - alone })
  }
  return { longer: median(runs.map(({ longer }) => longer)), bare: median(runs.map(({ bare }) => bare)) }
}

/** @returns medians: milliseconds of gm, milliseconds of node, gm / node and gm - node of each pair */
async function measure(args, rounds, until) {
  // The first run of each fills the compile cache, as a user's has been filled.
  await timed([entry, ...args], until)
  const pairs = []
  for (let left = rounds; left > 0; left -= 1) {
    const bare = await timed(['-e', '0'], ended)
    pairs.push({ bare, gm: await timed([entry, ...args], until) })
  }
  return {
    gm: median(pairs.map(({ gm }) => gm)),
    bare: median(pairs.map(({ bare }) => bare)),
    ratio: median(pairs.map(({ gm, bare }) => gm / bare)),
    more: median(pairs.map(({ gm, bare }) => gm - bare)),
  }
}

async function timed(args, until, more = {}) {
  const started = process.hrtime.bigint()
  const child = spawn(node, args, { env: { ...env(), ...more }, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = Promise.all([text(child.stdout), text(child.stderr)])
  const code = await until(child)
  const ms = Number(process.hrtime.bigint() - started) / 1e6
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${(await said).join('')}`)
  return ms
}

async function ended(child) {
  const [code] = await once(child, 'exit')
  return code
}

/** @returns 0 when the child has called AWS, which ends it there */
async function called(child) {
  const exit = ended(child)
  const code = await Promise.race([exit, once(aws, 'connection').then(() => 0)])
  child.kill('SIGKILL')
  await exit
  return code
}

function env() {
  const { PATH, HOME } = process.env
  return {
    PATH,
    HOME,
    GEUSEMAKER_HOME: home,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${aws.address().port}`,
    AWS_ACCESS_KEY_ID: 'AKIABENCH',
    AWS_SECRET_ACCESS_KEY: 'nothing',
    AWS_REGION: 'us-east-1',
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

function print(args, gm, bare, compared, aim) {
  const goal = aim === undefined ? '' : `   aim ${aim}`
  const times = `${gm.toFixed(0).padStart(5)} ms / ${bare.toFixed(0).padStart(3)} ms`
  process.stdout.write(`gm ${args.join(' ').padEnd(14)} ${times} ${compared}${goal}\n`)
}
