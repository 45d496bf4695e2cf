// One job of a test run: a mocha process, and what has become of its tests, however it ends.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

/** A process that has counted its tests and does not end is held open by something that a test left behind. */
const endsWithinMs = 5000

/**
 * @typedef {object} Outcome
 * @property {number} passes
 * @property {number} pending
 * @property {string[]} failed what failed, in words
 * @property {string} said what was printed, unless that went to the terminal at once
 */

/**
 * @param {import('./test-jobs.mjs').Job} job
 * @param {object} how
 * @param {string[]} how.options of mocha
 * @param {string} how.scratch a folder
 * @param {Record<string, string>} how.env what the process is given beside our own environment
 * @param {boolean} how.live whether it prints straight to the terminal
 * @returns {Promise<Outcome>}
 */
export async function runJob(job, { options, scratch, env, live }) {
  const name = job.name.replaceAll(/\W/g, '-')
  const counts = join(scratch, `${name}.json`)
  const child = spawn(process.execPath, [mocha, ...reporting(counts), ...options, ...job.files], {
    cwd: root,
    env: { ...process.env, ...env, GM_TEST_NETWORK_LOG: join(scratch, `${name}.network`) },
    stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk))
  const wasHeld = await ending(child, counts)
  return { ...outcome(job, counts, wasHeld), said: Buffer.concat(said).toString() }
}

const mocha = join(root, 'node_modules/mocha/bin/mocha.js')

function reporting(counts) {
  const color = process.stdout.isTTY ? '--color' : '--no-color'
  return [color, '--reporter', join(root, 'scripts/reporter.cjs'), '--reporter-option', `counts=${counts}`]
}

/** @returns {Promise<boolean>} whether something held it open, so that it had to be killed */
function ending(child, counts) {
  let held = false
  const watch = setInterval(() => {
    if (!existsSync(counts)) return
    clearInterval(watch)
    const kill = setTimeout(() => (held = child.kill('SIGKILL')), endsWithinMs)
    child.once('exit', () => clearTimeout(kill))
  }, 500)
  return new Promise((resolve) =>
    child.once('close', () => {
      clearInterval(watch)
      resolve(held)
    }),
  )
}

function outcome({ name }, counts, wasHeld) {
  if (!existsSync(counts)) return { passes: 0, pending: 0, failed: [`${name}: the run broke off before its end`] }
  const counted = JSON.parse(readFileSync(counts, 'utf8'))
  if (!wasHeld) return counted
  return { ...counted, failed: [...counted.failed, `${name}: the process did not end: a test left something open`] }
}
