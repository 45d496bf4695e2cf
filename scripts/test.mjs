// Runs every test that was built, in several mocha processes side by side; the last line is `N passed, N failed`,
// alone, whatever happens. Arguments are mocha's: `npm test -- --grep ledger`; paths (of what was built) replace the
// whole set. `--unit` leaves out what is not a unit test of a package, `--boot` what does not boot real machines.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './root.mjs'
import { runJob } from './test-job.mjs'
import { jobsOf } from './test-jobs.mjs'

/** Processes at once: one more than there are cores, as most of them wait most of the time. */
const side = availableParallelism() + 1

const started = Date.now()
const scratch = mkdtempSync(join(tmpdir(), 'gm-test-'))
process.exitCode = await main(process.argv.slice(2))
rmSync(scratch, { recursive: true, force: true })

/** @returns {Promise<number>} the exit code */
async function main(args) {
  const unit = args.includes('--unit')
  const boot = args.includes('--boot')
  const paths = args.filter((argument) => argument.endsWith('.js'))
  const options = args.filter((argument) => argument !== '--unit' && argument !== '--boot' && !paths.includes(argument))
  const jobs = jobsOf(paths, { unit, boot })
  const python = unit ? undefined : await sandboxPython()
  if (python instanceof Error) return summary([failure(`The sandbox could not be set up: ${python.message}`)])
  const outcomes = await runAll(jobs, options, python)
  return summary(outcomes.some(hasTests) ? outcomes : [...outcomes, failure('There was no test.')])
}

/**
 * moto's Python environment: made once, before tests with deadlines wait for it.
 * @returns its Python, or what went wrong
 */
async function sandboxPython() {
  const { cacheFolder, motoPython } = await sandbox('environment')
  return motoPython(cacheFolder(process.env)).catch((error) => error)
}

function sandbox(module) {
  return import(join(root, `packages/sandbox/dist/moto/${module}.js`))
}

/** Jobs in turn, so many side by side. */
async function runAll(jobs, options, python) {
  const outcomes = []
  const left = [...jobs]
  const live = jobs.length === 1
  const work = async () => {
    const emulator = emulatorOf(python)
    for (let job = left.shift(); job !== undefined; job = left.shift()) {
      const env = { ...(job.unit && { GM_TEST_UNIT: '1' }), ...(job.lent && !live && (await emulator.lend())) }
      const outcome = await runJob(job, { options, scratch, env, live })
      if (hasTests(outcome)) process.stdout.write(outcome.said)
      outcomes.push(outcome)
    }
    await emulator.stop()
  }
  await Promise.all(Array.from({ length: Math.min(side, jobs.length) }, work))
  return outcomes
}

/** An emulator that is started when it is first wanted, and lent to one job after the other: a start takes a second. */
function emulatorOf(python) {
  let running
  return {
    async lend() {
      running ??= (await sandbox('moto-process')).startMoto(python)
      return { GM_TEST_EMULATOR: (await running).endpoint }
    },
    stop: async () => (await running)?.stop(),
  }
}

function hasTests({ passes, pending, failed }) {
  return passes + pending + failed.length > 0
}

/** Something that failed without being a test. */
function failure(words) {
  return { passes: 0, pending: 0, failed: [words] }
}

function summary(outcomes) {
  const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0)
  const failed = outcomes.flatMap((outcome) => outcome.failed)
  for (const words of failed) process.stdout.write(`✖ ${words}\n`)
  process.stdout.write(`took ${Math.round((Date.now() - started) / 1000)} s\n`)
  if (sum('pending') > 0) process.stdout.write(`${sum('pending')} skipped\n`)
  process.stdout.write(`${sum('passes')} passed, ${failed.length} failed\n`)
  return failed.length > 0 ? 1 : 0
}
