// How long a command takes before it can do anything: each is run beside a bare `node -e 0`, by turns, so that what
// else the instance does hits both alike. Printed is the median of the ratios. `npm run bench:startup [-- <rounds>]`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { node, root } from './root.mjs'

/** Commands that ask nothing of AWS, and the ratio that each is meant to stay below. */
const commands = [
  { args: ['--version'], aim: 1.25 },
  { args: ['--help'], aim: 2 },
  { args: ['deploy', '--help'], aim: 2 },
  { args: ['list'], aim: 3.5 },
  { args: ['services'] },
  { args: ['tiers'] },
]
const leastRounds = 15

const home = mkdtempSync(join(tmpdir(), 'gm-bench-'))
try {
  const rounds = Math.max(leastRounds, Number(process.argv[2] ?? leastRounds) || leastRounds)
  process.stdout.write(`medians of ${rounds} pairs with a bare node\n`)
  for (const command of commands) process.stdout.write(`${line(command, measure(command.args, rounds))}\n`)
} finally {
  rmSync(home, { recursive: true, force: true })
}

/** @returns medians: milliseconds of gm, milliseconds of node, gm / node of each pair */
function measure(args, rounds) {
  // The first run of each fills the compile cache, as a user's has been filled.
  timed([join(root, 'bin/gm.js'), ...args])
  const pairs = Array.from({ length: rounds }, () => {
    const bare = timed(['-e', '0'])
    return { bare, gm: timed([join(root, 'bin/gm.js'), ...args]) }
  })
  return {
    gm: median(pairs.map(({ gm }) => gm)),
    bare: median(pairs.map(({ bare }) => bare)),
    ratio: median(pairs.map(({ gm, bare }) => gm / bare)),
  }
}

function timed(args) {
  const started = process.hrtime.bigint()
  const { status, stderr } = spawnSync(node, args, { env: { ...process.env, GEUSEMAKER_HOME: home }, encoding: 'utf8' })
  const ms = Number(process.hrtime.bigint() - started) / 1e6
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  return ms
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

function line({ args, aim }, { gm, bare, ratio }) {
  const goal = aim === undefined ? '' : `   aim ${aim.toFixed(2)}`
  return `gm ${args.join(' ').padEnd(14)} ${gm.toFixed(0).padStart(5)} ms / ${bare.toFixed(0).padStart(3)} ms = ${ratio.toFixed(2).padStart(5)}${goal}`
}
