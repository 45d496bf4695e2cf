// Where the demo plays: an account in this process, a home folder for gm that goes away again, and gm as a process of
// its own on the person's terminal. Whatever ends the demo ends the account.
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inventory } from './demo-account.mjs'
import { command, showCursor } from './demo-words.mjs'
import { root } from './root.mjs'

const entry = join(root, 'bin', 'gm.js')
/** Variables that would lead gm to another account, or past the demo's own choices. */
const astray = /^(GEUSEMAKER_|GM_|AWS_|(HTTPS?|NO|ALL)_PROXY$)/i

/**
 * @param open starts the account
 * @returns the stage; undefined when it could not be set, which was said
 */
export async function openStage(open) {
  let interrupted = false
  let child
  const stop = (signal) => {
    interrupted = true
    if (signal === 'SIGTERM') child?.kill(signal)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const account = await open().catch((error) => void process.stderr.write(`✖ ${error.message}\n`))
  if (account === undefined) return undefined
  const home = await mkdtemp(join(tmpdir(), 'gm demo '))
  const env = environment(account, home)
  const start = (args) => {
    if (interrupted) throw new Error('interrupted')
    command(`gm ${args.map(quoted).join(' ')}`)
    child = spawn(process.execPath, [entry, ...args], { env, stdio: 'inherit' })
    return { child, ended: ending(child) }
  }
  return {
    account,
    isInterrupted: () => interrupted,
    inventory: () => inventory(account),
    gm: async (...args) => demandSuccess(args, await start(args).ended),
    gmSays: async (...args) => {
      command(`gm ${args.map(quoted).join(' ')}`)
      return (await promisify(execFile)(process.execPath, [entry, ...args], { env })).stdout
    },
    gmUntil: async (args, operation) => killed(account, start(args), operation),
    close: async () => {
      await account.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

function environment(account, home) {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !astray.test(name)))
  const data = join(home, 'oclif')
  return {
    ...own,
    ...account.env,
    GEUSEMAKER_HOME: home,
    GM_DATA_DIR: join(data, 'data'),
    GM_CACHE_DIR: join(data, 'cache'),
    GM_CONFIG_DIR: join(data, 'config'),
  }
}

function quoted(word) {
  return /^[\w@.=,/-]+$/.test(word) ? word : `'${word}'`
}

/** Kills gm the moment it has asked for an operation, most often before that is answered. */
async function killed(account, { child, ended }, operation) {
  const before = account.calls().length
  const sought = () =>
    account
      .calls()
      .slice(before)
      .find((call) => call.operation === operation)
  let inFlight = false
  const watch = setInterval(() => {
    if (sought() === undefined || child.killed) return
    inFlight = sought().status === undefined
    child.kill('SIGKILL')
  }, 2)
  const { signal } = await ended.finally(() => clearInterval(watch))
  showCursor()
  if (signal !== 'SIGKILL') throw new Error(`gm ended before it asked for ${operation}`)
  return {
    pid: child.pid,
    inFlight,
    mutating:
      account
        .calls()
        .slice(before)
        .filter(({ mutating }) => mutating).length - 1,
  }
}

function demandSuccess(args, { code, signal }) {
  if (code !== 0) throw new Error(`gm ${args.join(' ')} ended with ${signal ?? `exit code ${code}`}`)
}

function ending(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}
