// How long a command takes before it can do anything: each is run beside a bare `node -e 0`, by turns, so that what
// else the computer does hits both alike. Printed are the medians: of the ratios, and of the milliseconds that a
// command takes longer than a bare Node until AWS hears of it. `npm run bench:startup [-- <rounds>]`.
import { sampleDocument } from '../packages/core/dist/testing/sample-document.js'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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

async function timed(args, until) {
  const started = process.hrtime.bigint()
  const child = spawn(node, args, { env: env(), stdio: ['ignore', 'pipe', 'pipe'] })
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
