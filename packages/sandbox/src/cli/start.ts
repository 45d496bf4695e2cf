// An account that stays when the command has returned.
import { type ChildProcess, fork } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GmError } from '@geuse/plugin-api'
import { defaultSpeed } from '../account/account.js'
import { installMoto } from './install.js'
import type { MachineKind } from './machines.js'
import { type Running, readRunning, runtimeFolder, writeRunning } from './runtime.js'

const server = fileURLToPath(new URL('../bin/serve.js', import.meta.url))

/**
 * Starts an account in a process of its own, or finds the one that runs.
 * @param speed how many times faster than AWS; whatever it is when nothing is said
 * @param machines what its instances are; simulated when nothing is said
 * @param ending command that ends the one that runs
 * @throws GmError CONFIG_INVALID where one runs at another speed, or with other machines
 */
export async function start(
  speed: number | undefined,
  machines: MachineKind | undefined,
  ending: string,
): Promise<Running> {
  const known = await readRunning()
  if (known !== undefined) {
    const other = differs(known, speed, machines)
    if (other === undefined) return known
    throw new GmError('CONFIG_INVALID', `An account runs already, ${other}`, { hints: [ending] })
  }
  await installMoto()
  mkdirSync(runtimeFolder(), { recursive: true, mode: 0o700 })
  const log = join(runtimeFolder(), 'account.log')
  const output = openSync(log, 'w', 0o600)
  const child = fork(server, [String(speed ?? defaultSpeed), machines ?? 'simulated'], {
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  })
  try {
    const running = await ready(child, log)
    await writeRunning(running)
    return running
  } finally {
    closeSync(output)
    child.unref()
    if (child.connected) child.disconnect()
  }
}

/** How a running account is other than what is asked for; undefined where it is not. */
function differs(known: Running, speed: number | undefined, machines: MachineKind | undefined): string | undefined {
  if (speed !== undefined && speed !== known.speed) return `${known.speed} times as fast as AWS`
  if (machines !== undefined && machines !== known.machines) return `with ${known.machines} machines`
  return undefined
}

function ready(child: ChildProcess, log: string): Promise<Running> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Running))
    child.once('error', reject)
    child.once('exit', (code) =>
      reject(new Error(`The account ended with code ${code} before it was ready; see ${log}`)),
    )
  })
}
