// Makes what real instances of the sandbox are made of, once: images of the services and of the machine, in a folder
// that outlives the run: `npm run machines [-- <id> ...]`.
// Exit code 2: something is missing here, and what to type is said.
import { makeMachines } from '../packages/sandbox/dist/images/machines.js'

const ids = process.argv.slice(2)
process.exitCode = await makeMachines({ ids, environment: process.env, uid: process.getuid?.() ?? -1, say })

function say(line) {
  process.stderr.write(`${line}\n`)
}
