// What a dev deploy costs: calls, calls in flight, and seconds; held against its own critical path and against the same
// AWS calls written down by hand. Prints a table, writes nothing.
import { Config } from '@oclif/core'
import { createContainer, deploy, destroy, hostOf, prepareDeploy, prepareDestroy, readEnvironment, readSettings, homeAt, ensureHome } from '@geuse/core'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAccount } from './account-thread.mjs'
import { root } from './root.mjs'

const request = { name: 'bench', flags: { set: ['n8n.owner-email=owner@example.com'] } }
const signal = new AbortController().signal
const silent = () => undefined

const account = await openAccount({ speed: 1_000_000 })
Object.assign(process.env, account.env)
const plugins = await Config.load({ root })
const detail = process.argv.includes('--detail')

for (let i = 0; i < 1; i++) await one({ latencyMs: 100, speed: 1_000_000 })
if (process.argv.includes('--slow')) await one({ latencyMs: 0, speed: 10 })
await account.stop()

async function one(settings) {
  await account.reset()
  await account.settings(settings)
  const folder = await mkdtemp(join(tmpdir(), 'gm bench '))
  const environment = readEnvironment({ ...account.env, HOME: folder })
  const home = homeAt(environment.home)
  await ensureHome(home)
  const host = hostOf(createContainer({ environment, settings: await readSettings(home.settings), plugins }))
  const t0 = performance.now()
  const prepared = await prepareDeploy(host, request, signal)
  const t1 = performance.now()
  const events = []
  const done = await deploy(host, prepared, (e) => events.push([performance.now() - t1, e]), signal)
  const t2 = performance.now()
  const calls = await account.calls()
  console.log('prepare', Math.round(t1 - t0), 'deploy', Math.round(t2 - t1), 'critical', done.outcome.criticalPath.ms, 'calls', calls.filter((c) => c.service !== 'web').length, 'mutating', calls.filter((c) => c.mutating).length, 'max in flight', Math.max(...calls.map((c) => c.inFlightAtStart + 1)))
  if (detail) {
    for (const [t, e] of events) console.log(Math.round(t), e.type, e.node ?? '', e.text ?? e.ms ?? '')
    const first = calls[0].at
    for (const c of calls) console.log(String(c.at - first).padStart(6), String(c.ms).padStart(5), c.inFlightAtStart, `${c.service}:${c.operation}`, c.code ?? '')
    console.log(done.outcome.criticalPath)
  }
  const t3 = performance.now()
  const gone = await prepareDestroy(host, { name: 'bench', deleteData: true })
  await destroy(host, gone, (e) => detail && console.log(Math.round(performance.now() - t3), e.type, e.node ?? '', e.text ?? e.ms ?? ''), signal)
  const after = (await account.calls()).slice(calls.length)
  console.log('destroy', Math.round(performance.now() - t3), 'calls', after.length)
  if (detail) for (const c of after) console.log(String(c.at - after[0].at).padStart(6), String(c.ms).padStart(5), c.inFlightAtStart, `${c.service}:${c.operation}`, c.code ?? '')
  await rm(folder, { recursive: true, force: true })
}
