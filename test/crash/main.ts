// A part of the crash matrix, on several accounts side by side: every case whose number belongs to it (CRASH_PART).
// Tells scripts/crash.mjs how it went. `--processes` tries every call as a process too, `--tiers` every call of every
// tier; other arguments pick the cases whose names contain them all.
import { lendCredentials } from '../support/lend-credentials.js'
import type { Case } from './cases.js'
import { CrashHarness } from './crash-harness.js'
import { lifeCases } from './life-matrix.js'
import { matrix } from './matrix.js'

/** Accounts at once: cases mostly wait. */
const side = 3

const started = Date.now()
const args = process.argv.slice(2)
const words = args.filter((arg) => !arg.startsWith('--'))
const [part = 0, of = 1] = (process.env['CRASH_PART'] ?? '').split('/').map(Number)
const harnesses = await Promise.all(Array.from({ length: side }, () => CrashHarness.open()))
const [first, second] = harnesses
if (first === undefined || second === undefined) throw new Error('there is no account')
lendCredentials(first.world.account.env)
const extent = { allProcesses: args.includes('--processes'), allTiers: args.includes('--tiers') }
// Those of a stack that stands come first, as each of them takes several times as long.
const all = (await Promise.all([lifeCases(second), matrix(first, extent)])).flat()
const cases = all.filter(({ name }) => words.every((word) => name.includes(word))).filter((_, n) => n % of === part)
const failed = await runAll(cases, harnesses)
await Promise.all(harnesses.map((harness) => harness.close()))
const strikes = harnesses.reduce((sum, harness) => sum + harness.strikes, 0)
process.send?.({ tried: cases.length, strikes, failed }, () => process.exit(failed > 0 ? 1 : 0))

/** @returns how many failed */
async function runAll(all: readonly Case[], on: readonly CrashHarness[]): Promise<number> {
  const left = [...all]
  let failed = 0
  const work = async (harness: CrashHarness): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { name } = next
      if (left.length % 20 === 0) process.stderr.write(`${left.length} cases left after ${seconds()} s\n`)
      await next.run(harness).catch((error: unknown) => {
        failed += 1
        process.stdout.write(`✖ ${name}\n  ${error instanceof Error ? error.message : String(error)}\n`)
      })
    }
  }
  await Promise.all(on.map(work))
  return failed
}

function seconds(): number {
  return Math.round((Date.now() - started) / 1000)
}
