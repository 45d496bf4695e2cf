// One moto process, on a loopback port of its own, that ends when we do.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const launch = fileURLToPath(new URL('../../moto/launch.py', import.meta.url))
const startDeadlineMs = 60_000
const complaintCharacters = 2000
const trueChecks = { MOTO_ENABLE_AMI_VALIDATION: 'true', MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION: 'true' }

/** A running moto. */
export interface MotoProcess {
  readonly endpoint: string
  readonly pid: number
  stop(): Promise<void>
}

function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('moto did not start within a minute.')), startDeadlineMs)
    let complaint = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-complaintCharacters)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`moto ended with code ${code}: ${complaint}`)))
    if (child.stdout)
      createInterface(child.stdout).once('line', (line) => {
        clearTimeout(timer)
        resolve((JSON.parse(line) as { port: number }).port)
      })
  })
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.stdin?.end()
  })
}

/** Starts moto and resolves once it answers. */
export async function startMoto(python: string): Promise<MotoProcess> {
  const child = spawn(python, [launch], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin', ...trueChecks },
  })
  const port = await listening(child).catch(async (error: unknown) => {
    child.kill()
    throw error
  })
  return { endpoint: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => stop(child) }
}
