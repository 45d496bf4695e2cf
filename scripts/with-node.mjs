// `node with-node.mjs <script> [arguments]`: sets the repository up, then runs one of its scripts under its own Node,
// whatever Node it was called with.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setup } from './setup.mjs'

const [script, ...args] = process.argv.slice(2)
const failed = await setup()
if (failed !== 0) {
  // What cannot be built cannot be tested: whoever reads the last line of a test run finds it here as well.
  if (['scripts/test.mjs', 'scripts/check.mjs'].includes(script)) process.stdout.write('0 passed, 1 failed\n')
  process.exit(failed)
}

const { node, root } = await import('./root.mjs?after=setup')
const child = spawn(node, [join(root, script), ...args], { cwd: root, stdio: 'inherit' })
// Ctrl-C reaches the child by itself; this process only has to wait for how it ends.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code) => process.exit(code ?? 1))
