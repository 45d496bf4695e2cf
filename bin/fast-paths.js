// Answers that need no oclif: loading it takes three times as long as the answer.

/**
 * @param {readonly string[]} args what was typed after `gm`
 * @returns {boolean} whether that was all there was to do
 */
export function answer(args) {
  if (!asksForVersion(args)) return false
  const { readFileSync } = process.getBuiltinModule('node:fs')
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const told = { gm: version, node: process.versions.node, platform: `${process.platform}-${process.arch}` }
  const text = `gm ${told.gm} (Node.js ${told.node}, ${told.platform})`
  process.stdout.write(`${args.includes('--json') ? JSON.stringify(told, null, 2) : text}\n`)
  return true
}

/** `gm version --help`, and whatever else is added, is the command's to answer. */
function asksForVersion([first, ...others]) {
  if (first === '--version' || first === '-v') return true
  return first === 'version' && others.every((other) => other === '--json')
}
