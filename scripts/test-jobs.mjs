// Which tests run in which process. Unit tests of a package share one: they are many and quick. A test that drives an
// account or runs scripts of the instance, and every test of the whole, has one of its own: it mostly waits, and what
// breaks it breaks no other.
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { files } from './files.mjs'
import { root } from './root.mjs'

/** How a test of a package that starts an emulated account is named. */
const ofAccount = /\.account\.test\.js$/

/** Where tests run scripts of the instance. */
const ofInstance = /^packages\/core\/dist\/instance\//

/** How a test is named that takes many minutes on real machines: it is run when it is asked for. */
const long = /\.long\.test\.js$/

/**
 * @typedef {object} Job
 * @property {string} name
 * @property {string[]} files absolute paths
 * @property {boolean} unit whether these are unit tests of a package
 * @property {boolean} lent whether it is lent a running emulator for its account
 */

/**
 * @param {string[]} paths of what was built; none: every test
 * @param {object} only
 * @param {boolean} only.unit unit tests of packages
 * @param {boolean} only.boot tests on real machines, the long ones among them
 * @returns {Job[]}
 */
export function jobsOf(paths, { unit, boot }) {
  const all =
    paths.length > 0
      ? paths.map((path) => join(root, relative(root, path)))
      : everyTest().filter((path) => boot || !long.test(path))
  const jobs = new Map()
  for (const file of all) {
    const job = jobOf(file)
    if ((unit && !job.unit) || (boot && !job.name.startsWith('dist/test/boot/'))) continue
    jobs.set(job.name, { ...job, files: [...(jobs.get(job.name)?.files ?? []), file] })
  }
  return [...jobs.values()]
}

/** Those of packages first: they are the longest. */
function everyTest() {
  const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'dist'))
  return [...packages, join(root, 'dist')].flatMap((folder) => files(folder, (path) => path.endsWith('.test.js')))
}

function jobOf(file) {
  const name = relative(root, file)
  const [place, folder] = name.split('/')
  const unit = place === 'packages' && !ofAccount.test(file)
  return {
    name: unit && !ofInstance.test(name) ? `packages/${folder}` : name,
    unit,
    lent: name.startsWith('dist/test/'),
  }
}
