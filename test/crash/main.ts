// The whole crash matrix, on several accounts side by side. Says how many cases there were and how long they took, and
// ends with code 1 if one of them failed. `--processes` tries every call as a process too; other arguments pick
// the cases whose names contain them all.
import { lendCredentials } from '../support/lend-credentials.js'
import { CrashHarness } from './crash-harness.js'
import type { Case } from './cases.js'
import { matrix } from './matrix.js'

/** Accounts at once: cases mostly wait. */
const side = 6

interface Failure {
  readonly name: string
  readonly error: unknown
}

const started = Date.now()
const args = process.argv.slice(2)
const words = args.filter((arg) => arg !== '--processes')
const benches = await Promise.all(Array.from({ length: side }, () => CrashHarness.open()))
const [first] = benches
if (first === undefined) throw new Error('there is no account')
lendCredentials(first.world.account.env)
const all = await matrix(first, args.includes('--processes'))
const cases = all.filter(({ name }) => words.every((word) => name.includes(word)))
const failures = await runAll(cases, benches)
await Promise.all(benches.map((bench) => bench.close()))
report(
  cases.length,
  benches.reduce((sum, { strikes }) => sum + strikes, 0),
  failures.length,
)
process.exit(failures.length > 0 ? 1 : 0)

async function runAll(all: readonly Case[], on: readonly CrashHarness[]): Promise<Failure[]> {
  const left = [...all]
  const failed: Failure[] = []
  const work = async (bench: CrashHarness): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { name } = next
      if (left.length % 20 === 0) process.stderr.write(`${left.length} cases left after ${seconds()} s\n`)
      await next.run(bench).catch((error: unknown) => {
        failed.push({ name, error })
        process.stdout.write(`✖ ${name}\n  ${error instanceof Error ? error.message : String(error)}\n`)
      })
    }
  }
  await Promise.all(on.map(work))
  return failed
}

function report(tried: number, strikes: number, failed: number): void {
  process.stdout.write(
    `crash matrix: ${tried} cases with ${strikes} kills and lost answers, ${failed} failed, ${seconds()} s\n`,
  )
}

function seconds(): number {
  return Math.round((Date.now() - started) / 1000)
}
