// AWS's own program for sessions, which carries them over a WebSocket: looked for before a session is opened, started
// as AWS's command line does it. What opens the session's stream is a secret, so it goes by the environment.
import { type ChildProcess, execFile, spawn, type StdioOptions } from 'node:child_process'
import { promisify } from 'node:util'
import { GmError } from '@geuse/plugin-api'
import { programEnvironment } from '../../config/environment.js'
import type { Connection } from '../client/connection.js'

/** A session as the plugin is told of it. */
export interface PluginCall {
  readonly connection: Pick<Connection, 'region' | 'profile' | 'endpoint'>
  /** What was asked of StartSession. */
  readonly request: object
  /** What StartSession answered. */
  readonly response: object
}

const program = 'session-manager-plugin'
/** Where a plugin finds the answer of StartSession; older ones than this take it as an argument, for all to see. */
const responseVariable = 'AWS_SSM_START_SESSION_RESPONSE'
/** https://docs.aws.amazon.com/systems-manager/latest/userguide/plugin-version-history.html */
const oldest = [1, 2, 497, 0] as const

/**
 * @param platform as `process.platform` says it
 * @param arch as `process.arch` says it
 * @throws GmError NOT_FOUND that says what to install, where the plugin is missing or older than 1.2.497.0
 */
export async function demandSessionPlugin(platform = process.platform, arch = process.arch): Promise<void> {
  const version = await promisify(execFile)(program, ['--version'], { timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim(),
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : ''),
  )
  if (version !== undefined && isNewEnough(version)) return
  const hints = [...installHints(platform, arch), guide]
  const text =
    version === undefined
      ? `AWS's Session Manager plugin is not installed on this computer: there is no ${program} on the PATH`
      : `AWS's Session Manager plugin on this computer is too old (${version || 'it tells no version'}): ${oldest.join('.')} is needed`
  throw new GmError('NOT_FOUND', text, { hints })
}

/** @returns the plugin's process, which carries the session until one of the two ends */
export function startSessionPlugin({ connection, request, response }: PluginCall, stdio: StdioOptions): ChildProcess {
  const { region, profile = '', endpoint = '' } = connection
  const words = [responseVariable, region, 'StartSession', profile, JSON.stringify(request), endpoint]
  return spawn(program, words, { stdio, env: programEnvironment({ [responseVariable]: JSON.stringify(response) }) })
}

function isNewEnough(version: string): boolean {
  const parts = version.split('.').map(Number)
  if (parts.length < oldest.length || parts.some(Number.isNaN)) return false
  const differing = oldest.findIndex((part, index) => part !== parts[index])
  return differing === -1 || (parts[differing] ?? 0) > (oldest[differing] ?? 0)
}

const guide =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html'
const downloads = 'https://s3.amazonaws.com/session-manager-downloads/plugin/latest'

function installHints(platform: string, arch: string): string[] {
  if (platform === 'darwin') return ['brew install --cask session-manager-plugin']
  if (platform !== 'linux') return []
  const bits = arch === 'arm64' ? 'arm64' : '64bit'
  const deb = `${downloads}/ubuntu_${bits}/${program}.deb`
  return [
    `curl -fsSLO ${deb} && sudo dpkg -i ${program}.deb   # Debian, Ubuntu`,
    `sudo dnf install -y ${downloads}/linux_${bits}/${program}.rpm   # Fedora, Amazon Linux`,
  ]
}
