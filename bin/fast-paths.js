// Answers that need no oclif: loading it takes three times as long as the answer.
import { readFileSync } from 'node:fs'
import { release } from 'node:os'

/**
 * @param {readonly string[]} args what was typed after `gm`
 * @returns {boolean} whether that was all there was to do
 */
export function answer(args) {
  if (!asksForVersion(args) || isWindowsSubsystem()) return false
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
  return true
}

function asksForVersion([first]) {
  return first === '--version' || first === '-v'
}

/** There oclif calls the platform `wsl`, and finds out by more than is worth repeating. */
function isWindowsSubsystem() {
  return release().toLowerCase().includes('microsoft')
}
