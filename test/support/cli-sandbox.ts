// `gm` as a real process with a home folder of its own and no account: whatever it asked AWS would meet a closed port.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ended, root } from './test-account.js'
import { demandTold } from './told.js'

/** A failure as `--json` prints it. */
export interface FailureJson {
  readonly code: string
  readonly message: string
  readonly hints: readonly string[]
  readonly causes: readonly string[]
  readonly plugin?: string
  readonly problems?: readonly FailureJson[]
}

/** Nothing listens there. */
export const nowhere = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'AKIANOWHERE',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AWS_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
}

/** Runs `gm` as a process with a data folder of its own, and no AWS to reach. */
export class CliSandbox {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(): Promise<CliSandbox> {
    return new CliSandbox(await mkdtemp(join(tmpdir(), 'gm desk ')))
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true })
  }

  /** @returns the file's path */
  async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name)
    await writeFile(path, text)
    return path
  }

  env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { PATH = '', HOME = '' } = process.env
    const at = (name: string): string => join(this.folder, name)
    return {
      PATH,
      HOME,
      ...nowhere,
      GEUSEMAKER_HOME: at('home'),
      GM_DATA_DIR: at('data'),
      GM_CACHE_DIR: at('cache'),
      GM_CONFIG_DIR: at('config'),
      ...more,
    }
  }

  /** Runs `gm` to its end. @param node options of Node itself */
  async gm(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    node: readonly string[] = [],
  ): Promise<Ended> {
    const ended = await this.node([...node, join(root, 'bin', 'gm.js'), ...args], env)
    demandTold(args, ended)
    return ended
  }

  /** Runs Node to its end. */
  node(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = root): Promise<Ended> {
    const child = spawn(process.execPath, args, { cwd, env: this.env(env), stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve({ code, signal, ...said }))
    })
  }
}

/** @returns the failure that a process told as JSON */
export function failureOf({ stdout, stderr }: Ended): FailureJson {
  try {
    return (JSON.parse(stdout) as { error: FailureJson }).error
  } catch {
    throw new Error(`no failure as JSON on stdout:\n${stdout}\n${stderr}`)
  }
}

/** @returns everything that a failure says: messages, causes and hints, one a line */
export function words(error: FailureJson): string {
  return [error.message, ...error.causes, ...error.hints, ...(error.problems ?? []).map(words)].join('\n')
}
