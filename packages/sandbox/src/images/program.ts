// Programs that make images: what they say goes into a file, and its end into the error when one fails.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'

const endLines = 15

/** Where and how a program runs. */
export interface Surroundings {
  /** Its working directory. */
  readonly folder: string
  readonly environment: NodeJS.ProcessEnv
  /** The file that what it says is added to. */
  readonly log: string
}

/**
 * Runs a program to its end, with a low priority: whoever started all this goes on working.
 * @param command the program and its arguments; no shell reads them
 * @throws Error with the end of what it said, when it fails or cannot be started
 */
export async function run(command: readonly string[], { folder, environment, log }: Surroundings): Promise<void> {
  const file = await open(log, 'a')
  try {
    const child = spawn('nice', [...command], { cwd: folder, env: environment, stdio: ['ignore', file.fd, file.fd] })
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    if (code === 0) return
    const end = (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-endLines)
    const how = code === null ? `was ended by ${signal}` : `failed with code ${code}`
    throw new Error(`${command.slice(0, 2).join(' ')} ${how}; the end of ${log}:\n  ${end.join('\n  ')}`)
  } finally {
    await file.close()
  }
}
