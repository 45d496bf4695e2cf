// `npm run crash`: every way in which gm can be killed, tried, in as many processes as there are cores. Arguments pick
// cases, see test/crash/main.ts.
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { root } from './root.mjs'

const started = Date.now()
const of = availableParallelism()
const parts = await Promise.all(Array.from({ length: of }, (_, part) => run(part)))

function sum(key) {
  return parts.reduce((total, outcome) => total + outcome[key], 0)
}

const seconds = Math.round((Date.now() - started) / 1000)
process.stdout.write(
  `crash matrix: ${sum('tried')} cases with ${sum('strikes')} kills and lost answers, ${sum('failed')} failed, ${seconds} s\n`,
)
process.exitCode = sum('failed') > 0 || sum('tried') === 0 ? 1 : 0

/** @returns {Promise<{ tried: number, strikes: number, failed: number }>} a part that breaks off has failed */
function run(part) {
  const child = fork(join(root, 'dist/test/crash/main.js'), process.argv.slice(2), {
    env: { ...process.env, CRASH_PART: `${part}/${of}` },
    execArgv: ['--import', new URL('./no-network.mjs', import.meta.url).href],
  })
  return new Promise((resolve) => {
    let outcome = { tried: 0, strikes: 0, failed: 1 }
    child.on('message', (message) => (outcome = message))
    child.on('exit', () => resolve(outcome))
  })
}
