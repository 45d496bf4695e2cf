// What holds for every test: no network, and no Node process without the same rule.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { networkLog } from './network-log.mjs'
import './no-network.mjs'

const guard = `--import=${new URL('./no-network.mjs', import.meta.url).href}`

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
