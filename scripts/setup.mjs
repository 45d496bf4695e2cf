// From a clean clone to something that runs, and from an old build to a new one; does nothing where nothing is to do.
// Runs on Node 20 and newer: it is what brings the repository's own Node.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, run } from './root.mjs'

/**
 * Installs what the lock file asks for, if something else is installed, and builds.
 * @returns {Promise<number>} 0, or the exit code of the step that failed
 */
export async function setup() {
  const installed = isInstalled() ? 0 : install()
  if (installed !== 0) return installed
  // Only now is the repository's Node there to be found.
  const { runNode } = await import(`./root.mjs?after=install`)
  return runNode('scripts/build.mjs')
}

/** A minute of silence looks like a fault. */
function install() {
  process.stderr.write('Installing what package-lock.json asks for, into node_modules and nowhere else …\n')
  return run('npm', ['ci', '--loglevel=error'])
}

/**
 * npm's own record of what is installed, held against the lock file; optional packages of other platforms may be
 * absent.
 */
function isInstalled() {
  const wanted = packagesOf('package-lock.json')
  const present = packagesOf('node_modules/.package-lock.json')
  if (wanted === undefined || present === undefined) return false
  return Object.entries(wanted).every(([path, entry]) => path === '' || isAsWanted(path, entry, present[path]))
}

function isAsWanted(path, wanted, present) {
  if (!path.startsWith('node_modules/')) return true
  if (present === undefined) return wanted.optional === true || wanted.peer === true
  return wanted.version === present.version && wanted.integrity === present.integrity
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages
  } catch {
    return undefined
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exit(await setup())
