// Answers that need no oclif: loading it takes three times as long as the answer.

/**
 * @param {readonly string[]} args what was typed after `gm`
 * @returns {Promise<boolean>} whether that was all there was to do
 */
export async function answer(args) {
  if (args[0] === '__complete') process.stdout.write(await completed(args.slice(1)))
  else if (asksForVersion(args)) tellVersion(args)
  else return asksForHelp(args) && toldHelp(args)
  return true
}

/** Whoever asks for the same help again is told the same. */
async function toldHelp(args) {
  const { keptHelp } = await import('../dist/bundle/kept-help.mjs')
  const { fileURLToPath } = process.getBuiltinModule('node:url')
  const built = fileURLToPath(new URL('../dist/bundle/plugins.json', import.meta.url))
  const text = keptHelp({ args, env: process.env, version: ownVersion(), built, terminal: process.stdout })
  if (text === undefined) return false
  process.stdout.write(text)
  return true
}

function asksForHelp(args) {
  return args.includes('--help') || args.includes('-h')
}

/** What a shell is told at a TAB. */
async function completed(args) {
  const { complete } = await import('../dist/bundle/completion/answer.mjs')
  const { fileURLToPath } = process.getBuiltinModule('node:url')
  const bundled = fileURLToPath(new URL('../dist/bundle/completion.json', import.meta.url))
  return complete({ args, env: process.env, version: ownVersion(), bundled })
}

function ownVersion() {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}

function tellVersion(args) {
  const version = ownVersion()
  const told = { gm: version, node: process.versions.node, platform: `${process.platform}-${process.arch}` }
  const text = `gm ${told.gm} (Node.js ${told.node}, ${told.platform})`
  process.stdout.write(`${args.includes('--json') ? JSON.stringify(told, null, 2) : text}\n`)
}

/** `gm version --help`, and whatever else is added, is the command's to answer. */
function asksForVersion([first, ...others]) {
  if (first === '--version' || first === '-v') return true
  return first === 'version' && others.every((other) => other === '--json')
}
