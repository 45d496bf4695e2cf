// Runs every test that was built, in one mocha; the last line is `N passed, N failed`, alone, whatever happens.
// Arguments are mocha's: `npm test -- --grep ledger`; paths (of what was built) replace the whole set.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { files } from './files.mjs'
import { root } from './root.mjs'

/** A run that has counted its tests and does not end is held open by something that a test left behind. */
const endsWithinMs = 5000

const scratch = mkdtempSync(join(tmpdir(), 'gm-test-'))
const counts = join(scratch, 'counts.json')

process.exitCode = await main(process.argv.slice(2))
rmSync(scratch, { recursive: true, force: true })

/** @returns {Promise<number>} the exit code */
async function main(args) {
  const prepared = await prepareSandbox()
  if (prepared !== undefined)
    return summary({ passes: 0, failures: 1, pending: 0 }, `The sandbox could not be set up: ${prepared}`)
  const ended = await mocha(args)
  if (!existsSync(counts))
    return summary({ passes: 0, failures: 1, pending: 0 }, 'The test run broke off before its end.')
  const counted = JSON.parse(readFileSync(counts, 'utf8'))
  if (ended === 'held')
    return summary(
      { ...counted, failures: counted.failures + 1 },
      'The test process did not end: a test left something open.',
    )
  if (counted.passes + counted.failures === 0) return summary({ ...counted, failures: 1 }, 'There was no test.')
  return summary(counted)
}

/** moto's Python environment: made once, before tests with deadlines wait for it. @returns what went wrong, if anything */
async function prepareSandbox() {
  const file = join(root, 'packages/sandbox/dist/moto/environment.js')
  if (!existsSync(file)) return undefined
  const { cacheFolder, motoPython } = await import(file)
  return motoPython(cacheFolder(process.env)).then(
    () => undefined,
    (error) => error.message,
  )
}

/** @returns {Promise<'ended' | 'held'>} */
function mocha(args) {
  const set = args.some((argument) => argument.endsWith('.js')) ? [] : tests()
  const color = process.stdout.isTTY ? '--color' : '--no-color'
  const reporter = [color, '--reporter', join(root, 'scripts/reporter.cjs'), '--reporter-option', `counts=${counts}`]
  const child = spawn(process.execPath, [join(root, 'node_modules/mocha/bin/mocha.js'), ...reporter, ...args, ...set], {
    cwd: root,
    stdio: 'inherit',
  })
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      if (!existsSync(counts)) return
      clearInterval(watch)
      setTimeout(() => child.kill('SIGKILL') && resolve('held'), endsWithinMs).unref()
    }, 500)
    child.on('exit', () => {
      clearInterval(watch)
      resolve('ended')
    })
  })
}

/** Tests of the packages first, then those of the whole. */
function tests() {
  const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'dist'))
  return [...packages, join(root, 'dist')].flatMap((folder) => files(folder, (path) => path.endsWith('.test.js')))
}

function summary({ passes, failures, pending }, why) {
  if (why !== undefined) process.stdout.write(`${why}\n`)
  if (pending > 0) process.stdout.write(`${pending} skipped\n`)
  process.stdout.write(`${passes} passed, ${failures} failed\n`)
  return failures > 0 ? 1 : 0
}
