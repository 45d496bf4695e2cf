// The private Python environment that moto lives in: made once per set of pinned packages, used by every account.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { releaseLock, takeLock } from '../folder-lock.js'

const run = promisify(execFile)
const requirements = fileURLToPath(new URL('../../moto/requirements.txt', import.meta.url))
const installDeadlineMs = 10 * 60_000
const oldest = [3, 10] as const

/** The folder for what the sandbox keeps between runs. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'geuse-sandbox')
}

/** Where words for whoever waits go. */
type Say = (line: string) => void

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function checkPython(): Promise<void> {
  const { stdout } = await run('python3', ['-c', 'import sys, venv, ensurepip; print(*sys.version_info[:2])']).catch(
    (cause: unknown) => {
      throw new Error(
        'The sandbox needs python3 (3.10 or newer) with its venv module; on Debian and Ubuntu: apt-get install python3-venv.',
        { cause },
      )
    },
  )
  const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number)
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw new Error(`The sandbox needs Python ${oldest.join('.')} or newer; python3 here is ${major}.${minor}.`)
  }
}

async function install(folder: string): Promise<void> {
  await rm(join(folder, 'venv'), { recursive: true, force: true })
  await run('python3', ['-m', 'venv', join(folder, 'venv')])
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes', '-r', requirements]
  await run(join(folder, 'venv', 'bin', 'python'), pip, { timeout: installDeadlineMs }).catch(
    (cause: Error & { stderr?: string }) => {
      throw new Error(`moto could not be installed with pip: ${cause.stderr?.trim().slice(-1500) || cause.message}`, {
        cause,
      })
    },
  )
  await writeFile(join(folder, '.complete'), '')
}

async function installOnce(folder: string, say: Say): Promise<void> {
  const lock = join(folder, '.lock')
  const deadline = Date.now() + installDeadlineMs
  let told = false
  while (!(await exists(join(folder, '.complete')))) {
    if (await takeLock(lock)) {
      say(`Installing moto, the emulator of AWS, into ${folder}: once, for about a minute.`)
      return install(folder).finally(() => releaseLock(lock))
    }
    if (!told) say(`Waiting for another process that is installing moto; its lock is ${lock}.`)
    told = true
    if (Date.now() > deadline)
      throw new Error(`Another process has been installing moto for ten minutes; if none is, remove ${lock}.`)
    await sleep(250)
  }
}

/**
 * The Python that has moto and boto3, installed if it is not there yet.
 * @param root the cache folder
 * @param say told of what takes long, a line each
 */
export async function motoPython(root: string, say: Say = () => undefined): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16)
  const folder = join(root, hash)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!(await exists(join(folder, '.complete')))) {
    await checkPython()
    await installOnce(folder, say)
  }
  return join(folder, 'venv', 'bin', 'python')
}
