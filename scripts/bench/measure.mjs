// One deploy and destroy of gm in this process, measured: seconds, calls, critical path.
import { Config } from '@oclif/core'
import {
  createContainer,
  deploy,
  destroy,
  ensureHome,
  homeAt,
  hostOf,
  readEnvironment,
  readSettings,
} from '@geuse/core'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { node, root } from '../root.mjs'
import { deployByHand } from './hand-written.mjs'

const name = 'bench'
const set = ['n8n.owner-email=owner@example.com']
const { signal } = new AbortController()
const running = { signal, listen: nobody }

function nobody() {
  return undefined
}

const plugins = await Config.load({ root })

function requestOf(tier) {
  return { name, flags: { tier, set } }
}

/** @returns figures of a deploy and of the destroy after it; seconds, and numbers of calls */
export function measureGm(account, { tier, ...settings }) {
  return inFreshWorld(account, settings, async (host) => {
    const [prepareSeconds, prepared] = await timed(() => deploy.prepare(host, requestOf(tier), { signal }))
    const [runSeconds, { outcome }] = await timed(() => deploy.run(host, prepared, running))
    const deployCalls = await account.calls()
    const [destroySeconds] = await timed(async () =>
      destroy.run(host, await destroy.prepare(host, { name, deleteData: true }, { signal }), running),
    )
    const path = outcome.criticalPath
    return {
      prepareSeconds,
      runSeconds,
      destroySeconds,
      path,
      pathSeconds: path.ms / 1000,
      ...counted(deployCalls),
      destroyCalls: (await account.calls()).length - deployCalls.length,
    }
  })
}

/** @returns seconds of the same calls by hand, after gm's own look at the account */
export function measureByHand(account, { tier, ...settings }) {
  return inFreshWorld(account, settings, async (host) => {
    const prepared = await deploy.prepare(host, requestOf(tier), { signal })
    const [seconds] = await timed(() => deployByHand(prepared))
    prepared.scope.clients.close()
    return { seconds }
  })
}

/** @returns seconds of `gm deploy` and `gm destroy` as a person waits for them, from their start to their end */
export async function measureProcesses(account, { tier, ...settings }) {
  await account.reset()
  await account.settings(settings)
  const folder = await mkdtemp(join(tmpdir(), 'gm bench '))
  const gm = (...args) => ended(args, { ...account.env, PATH: process.env.PATH, HOME: folder })
  try {
    const [deploySeconds] = await timed(() => gm('deploy', name, '--tier', tier, '--yes', '--set', ...set))
    const [destroySeconds] = await timed(() => gm('destroy', name, '--yes', '--delete-data'))
    return { deploySeconds, destroySeconds }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Its output is read, as by whoever waits for it. */
async function ended(args, env) {
  const child = spawn(node, [join(root, 'bin/gm.js'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [[code], stderr] = await Promise.all([once(child, 'close'), text(child.stderr), text(child.stdout)])
  if (code !== 0) throw new Error(`gm ${args.join(' ')} ended with ${code}: ${stderr}`)
}

async function inFreshWorld(account, settings, work) {
  await account.reset()
  await account.settings(settings)
  const folder = await mkdtemp(join(tmpdir(), 'gm bench '))
  const environment = await readEnvironment({ ...account.env, HOME: folder })
  const home = homeAt(environment.home)
  await ensureHome(home)
  const container = createContainer({ environment, settings: await readSettings(home.settings), plugins })
  try {
    return await work(hostOf(container))
  } finally {
    await container.dispose()
    await rm(folder, { recursive: true, force: true })
  }
}

async function timed(work) {
  const started = performance.now()
  const result = await work()
  return [(performance.now() - started) / 1000, result]
}

/** What `gmctl` is asked over SSM only reads, and is counted apart. */
function counted(calls) {
  const aws = calls.filter(({ service }) => service !== 'web')
  const gmctl = aws.filter(({ operation }) => operation === 'SendCommand' || operation === 'GetCommandInvocation')
  const own = aws.filter((call) => !gmctl.includes(call))
  return {
    calls: own.length,
    mutating: own.filter(({ mutating }) => mutating).length,
    gmctl: gmctl.length,
    inFlight: Math.max(...aws.map(({ inFlightAtStart }) => inFlightAtStart + 1)),
  }
}
