// What a deploy of all services costs, of the tier dev or of another (`--tier automation`): calls, calls in flight,
// seconds; held against its own critical path, and in dev against the same AWS calls written down by hand. `--runs 3`
// says how often (5); `--skip-slow` leaves out the runs with the clock at 10. Prints a table, writes nothing.
import { maxSpeed } from '@geuse/sandbox'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { openAccount } from './bench/account-thread.mjs'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    'skip-slow': { type: 'boolean', default: false },
    tier: { type: 'string', default: 'dev' },
  },
})
const runs = Number(values.runs)
const { tier } = values
const distant = { tier, latencyMs: 100, speed: maxSpeed }
const slow = { tier, latencyMs: 0, speed: 10 }

const account = await openAccount({ speed: maxSpeed })
for (const name of Object.keys(process.env).filter((key) => /^(AWS_|GEUSEMAKER_|(HTTPS?|NO|ALL)_PROXY$)/i.test(key)))
  delete process.env[name]
Object.assign(process.env, account.env)
const { measureByHand, measureGm, measureProcesses } = await import('./bench/measure.mjs')
try {
  await measureGm(account, { ...distant, latencyMs: 0 }) // The first run loads the SDK.
  await fast()
  if (!values['skip-slow']) await atTen()
  print(`medians of ${runs} runs on ${availableParallelism()} cores; load ${loadavg()[0].toFixed(1)}`)
} finally {
  await account.stop()
}

async function fast() {
  const seen = await repeat(() => measureGm(account, distant))
  print('', 'predecessor', 'aim', 'gm')
  print('API calls of a deploy', ...known(56, '≤ 45'), median(seen, 'calls'))
  print('  of them mutating', ...known(26, ''), median(seen, 'mutating'))
  print('  apart: gmctl, over SSM', '', '', median(seen, 'gmctl'))
  print('in flight at once, at most', ...known(1, ''), median(seen, 'inFlight'))
  print('API calls of a destroy', '', '', median(seen, 'destroyCalls'))
  print('100 ms a call, fastest clock:')
  print('  look at the account', '', '', seconds(median(seen, 'prepareSeconds')))
  print('  deploy', '', '', seconds(median(seen, 'runSeconds')))
  print('  destroy', '', '', seconds(median(seen, 'destroySeconds')))
  print(`  critical path: ${seen.at(-1).path.nodes.join(' → ')}`)
  const processes = await repeat(() => measureProcesses(account, distant))
  print('the same as whole processes:')
  print('  gm deploy', ...known('7.0 s', '≤ 2.2 s'), seconds(median(processes, 'deploySeconds')))
  print('  gm destroy', ...known('3.8 s', '≤ 2.0 s'), seconds(median(processes, 'destroySeconds')))
}

async function atTen() {
  const gm = []
  const hand = []
  for (let left = runs; left > 0; left -= 1) {
    gm.push(await measureGm(account, slow))
    if (tier === 'dev') hand.push(await measureByHand(account, slow))
  }
  const took = median(gm, 'runSeconds')
  print('clock ten times as fast:')
  print('  deploy', '', '', seconds(took))
  print('  ÷ critical path', '', '≤ 1.05', (took / median(gm, 'pathSeconds')).toFixed(3))
  if (tier === 'dev') print('  ÷ the same by hand', '', '≤ 1.05', (took / median(hand, 'seconds')).toFixed(3))
  print(`  critical path: ${gm.at(-1).path.nodes.join(' → ')}`)
}

async function repeat(measure) {
  const seen = []
  for (let left = runs; left > 0; left -= 1) seen.push(await measure())
  return seen
}

/** The predecessor, and the aims, knew a stack of the tier dev only. */
function known(...columns) {
  return tier === 'dev' ? columns : ['', '']
}

function median(seen, key) {
  const sorted = seen.map((one) => one[key]).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

function seconds(number) {
  return `${number.toFixed(2)} s`
}

function print(what, ...columns) {
  const [predecessor = '', aim = '', here = ''] = columns.map(String)
  process.stdout.write(
    `${what.padEnd(30)}${predecessor.padStart(12)}${aim.padStart(10)}${here.padStart(10)}`.trimEnd() + '\n',
  )
}
