// What holds for every test: no network, and no Node process without the same rule; for unit tests, no account either.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { networkLog } from './network-log.mjs'
import './no-network.mjs'

const guard = `--import=${new URL('./no-network.mjs', import.meta.url).href}`

if (process.env.GM_TEST_UNIT !== undefined) await import('./no-account.mjs')

/** Mocha's root hooks. */
export const mochaHooks = {
  beforeAll() {
    rmSync(networkLog(), { force: true })
    process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, guard].filter(Boolean).join(' ')
  },
  /** Not a hook after the test: one that fails would end the whole run. */
  beforeEach() {
    const test = this.currentTest
    const { fn } = test
    if (fn === undefined || fn.length > 0) return
    test.fn = async function watched() {
      await fn.call(this)
      demandSilence()
    }
  },
  afterAll: demandSilence,
}

function demandSilence() {
  const refused = existsSync(networkLog()) ? readFileSync(networkLog(), 'utf8').trim() : ''
  rmSync(networkLog(), { force: true })
  if (refused !== '') throw new Error(`the network was asked for: ${refused}`)
}
