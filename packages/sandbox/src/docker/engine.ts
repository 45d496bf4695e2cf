// Whether real machines can be had: a Docker daemon that answers, found or started.
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tryDocker } from './docker.js'
import { lacksResourceRight, wrapperScript } from './runtime-wrapper.js'

/** A daemon that can be used, or why there is none, as a sentence. */
export type Engine = { readonly version: string } | { readonly reason: string }

/** What a machine in a container needs first came with 20.10: private control groups. */
const oldest = [20, 10] as const
const startDeadlineMs = 20_000
const pollMs = 200
const askMs = 10_000

/** @returns the daemon that answers now */
export async function findEngine(): Promise<Engine> {
  if (process.platform !== 'linux') return { reason: 'Real machines need Linux.' }
  if (process.getuid?.() !== 0)
    return { reason: 'Real machines need root: they are privileged containers with a network of their own.' }
  const answer = await ask()
  if ('reason' in answer) return answer
  return isNewEnough(answer.version)
    ? answer
    : { reason: `Real machines need Docker ${oldest.join('.')} or newer; the daemon here is ${answer.version}.` }
}

/**
 * Finds a daemon, and starts one where it is installed and does not run. One that was started stays.
 * @param folder where its runtime and its log are kept
 * @param say told when one is started
 */
export async function openEngine(folder: string, say: (line: string) => void = () => undefined): Promise<Engine> {
  const found = await findEngine()
  if ('version' in found || process.platform !== 'linux' || process.getuid?.() !== 0) return found
  const log = join(folder, 'dockerd.log')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const failure = await launch(await runtimeOptions(folder), log)
  if (failure !== undefined) return { reason: failure }
  say(`Started the Docker daemon; its log is ${log}.`)
  return awaitAnswer(log)
}

async function ask(): Promise<Engine> {
  const format = ['version', '--format', '{{.Server.Version}}']
  const { exitCode, stdout, stderr } = await tryDocker(format, { timeoutMs: askMs }).catch((error: Error) => ({
    exitCode: -1,
    stdout: '',
    stderr: error.message,
  }))
  const version = stdout.trim()
  if (exitCode === 0 && version !== '') return { version }
  return {
    reason: /ENOENT/.test(stderr)
      ? 'Real machines need Docker, which is not installed; on Debian and Ubuntu: apt-get install docker.io iptables.'
      : 'Real machines need a Docker daemon, and none answers.',
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

/** Where the right is missing that Docker gives to privileged containers, they get all the others. */
async function runtimeOptions(folder: string): Promise<string[]> {
  if (!lacksResourceRight(await readFile('/proc/self/status', 'utf8'))) return []
  const file = join(folder, 'runc-without-resource')
  await writeFile(file, wrapperScript)
  await chmod(file, 0o755)
  return ['--add-runtime', `without-resource=${file}`, '--default-runtime', 'without-resource']
}

/** Starts the daemon apart from this process. @returns why it could not be */
function launch(options: readonly string[], log: string): Promise<string | undefined> {
  const output = openSync(log, 'a', 0o600)
  return new Promise((resolve) => {
    const child = spawn('dockerd', [...options], { detached: true, stdio: ['ignore', output, output] })
    child.once('error', () =>
      resolve(
        'Real machines need Docker, which is not installed; on Debian and Ubuntu: apt-get install docker.io iptables.',
      ),
    )
    child.once('spawn', () => {
      child.unref()
      resolve(undefined)
    })
    closeSync(output)
  })
}

async function awaitAnswer(log: string): Promise<Engine> {
  const deadline = Date.now() + startDeadlineMs
  for (;;) {
    const found = await findEngine()
    if ('version' in found) return found
    if (Date.now() > deadline) return { reason: `The Docker daemon does not answer; its log is ${log}.` }
    await sleep(pollMs)
  }
}
