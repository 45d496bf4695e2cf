// Docker by its own command, which is what a person would type to look for themselves: arguments are a list and reach
// no shell. A client library would bring a dozen packages for what is here a few words each.
import { execFile, spawn } from 'node:child_process'
import { Duplex } from 'node:stream'

/** What a call of Docker is given beside its arguments. */
export interface DockerOptions {
  /** What stands on its standard input. */
  readonly input?: string | Buffer
  /** After so many milliseconds it is ended; ten minutes unless it is said. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** How a call of Docker ended. */
export interface DockerResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

const mostBytes = 64 * 1024 * 1024
const defaultTimeoutMs = 10 * 60_000

/**
 * Runs `docker` and tells how it ended; an end with another code than 0 is no error.
 * @throws Error where the program cannot be run or was ended for its time
 */
export function tryDocker(args: readonly string[], options: DockerOptions = {}): Promise<DockerResult> {
  const { input = '', timeoutMs = defaultTimeoutMs, signal } = options
  return new Promise((resolve, reject) => {
    const limits = { maxBuffer: mostBytes, timeout: timeoutMs, ...(signal && { signal }) }
    const child = execFile('docker', [...args], limits, (error, stdout, stderr) => {
      if (error === null) resolve({ exitCode: 0, stdout, stderr })
      else if (typeof error.code === 'number') resolve({ exitCode: error.code, stdout, stderr })
      else reject(new Error(`docker ${args[0] ?? ''}: ${error.killed ? 'it took too long' : error.message}`))
    })
    // A program that ends before it has read everything is no failure of its own.
    child.stdin?.on('error', () => undefined).end(input)
  })
}

/**
 * Runs `docker`.
 * @returns what it printed, without the last line's end
 * @throws Error with Docker's own words where it fails
 */
export async function docker(args: readonly string[], options: DockerOptions = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await tryDocker(args, options)
  if (exitCode === 0) return stdout.trimEnd()
  throw new Error(`docker ${args.slice(0, 2).join(' ')}: ${stderr.trim().slice(-2000) || `exit code ${exitCode}`}`)
}

/** @returns what a call of Docker reads and writes, as a connection that ends with it */
export function dockerStream(args: readonly string[]): Duplex {
  const child = spawn('docker', [...args], { stdio: ['pipe', 'pipe', 'ignore'] })
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin })
  child.once('error', () => stream.destroy())
  return stream.once('close', () => child.kill())
}
