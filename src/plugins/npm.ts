// npm, the one that came with gm: asked once and not for long, and what it says in words that help. No package runs a
// script of its own while it is installed: a plugin is data, and has nothing to build.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { GmError } from '@geuse/plugin-api'

/** Longer than a large plugin takes, in milliseconds. */
const longest = 180_000
/** A registry that has not begun to answer by then will not. Milliseconds. */
const silence = 10_000

const always = [
  '--fetch-retries=0',
  `--fetch-timeout=${silence}`,
  '--ignore-scripts',
  '--omit=dev',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--json',
]

/** Where npm is run. */
export interface NpmPlace {
  /** Of gm: npm is found from there. */
  readonly root: string
  readonly cwd: string
  /** Address of the registry, where somebody has said one to gm itself. */
  readonly registry?: string | undefined
}

/**
 * @param args of npm
 * @returns what it says as JSON; undefined where it says nothing
 * @throws GmError NOT_FOUND for what the registry does not have, UNREACHABLE where it does not answer
 */
export function npm(args: readonly string[], { root, cwd, registry }: NpmPlace): Promise<unknown> {
  const program = join(dirname(createRequire(join(root, 'package.json')).resolve('npm/package.json')), 'bin/npm-cli.js')
  const own = registry === undefined ? [] : [`--registry=${registry}`]
  return new Promise((resolve, reject) => {
    const options = { cwd, timeout: longest, maxBuffer: 64 * 2 ** 20 }
    execFile(process.execPath, [program, ...args, ...always, ...own], options, (error, stdout, stderr) => {
      const said = parsed(stdout)
      if (error === null) resolve(said)
      else reject(refusal(args, said, stderr, error))
    })
  })
}

interface NpmError {
  readonly error?: { readonly code?: string; readonly summary?: string }
}

const silent = /^(?:E(?:CONN|HOST|NET|AI|NOTFOUND|TIMEDOUT|SOCKET)|ENOTCACHED|E5\d\d|ERR_SOCKET|FETCH)/

function refusal(args: readonly string[], said: unknown, stderr: string, cause: Error): GmError {
  const { code = '', summary = '' } = (said as NpmError | undefined)?.error ?? {}
  if (code === 'E404' || code === 'ETARGET')
    return new GmError('NOT_FOUND', `the registry has no ${args[1] ?? 'such package'}`, {
      cause,
      hints: ['npm config get registry'],
    })
  const why = [code, summary, stderr.replaceAll(/^npm (?:error|warn) ?/gm, ''), cause.message].map(firstLine)
  const reason = why
    .filter((line) => line !== '')
    .slice(0, 2)
    .join(': ')
  if (silent.test(code))
    return new GmError('UNREACHABLE', `the registry of packages does not answer: ${reason}`, {
      cause,
      hints: ['npm ping', 'gm plugins install ./PLUGIN.tgz, from a file'],
    })
  return new GmError('PLUGIN_FAILED', `npm could not do it: ${reason}`, { cause })
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
