// A fresh account for one command.
import { spawn } from 'node:child_process'
import { GmError } from '@geuse/plugin-api'
import { type AccountOptions, startAccount } from '../account/account.js'
import { leadingAstray, ownEnvironment } from '../account/environment.js'
import { installMoto } from './install.js'

const signals: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGKILL: 137 }

/**
 * Runs a command with a new account in its environment.
 * @param options how many times faster than AWS it is, and what its instances are
 * @returns the exit code of the command
 */
export async function run(
  options: Pick<AccountOptions, 'speed' | 'machines'>,
  command: string,
  args: readonly string[],
): Promise<number> {
  await installMoto()
  const account = await startAccount(options)
  const inherited = Object.fromEntries(
    Object.entries(ownEnvironment()).filter(([name]) => !leadingAstray.includes(name)),
  )
  try {
    return await finished(command, args, {
      ...inherited,
      ...account.env,
      GM_SANDBOX_PYTHON: account.python,
      GM_SANDBOX_MOTO: account.motoEndpoint,
    })
  } finally {
    await account.stop()
  }
}

function finished(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env })
    const ignore = (): void => undefined
    const pass = (): void => {
      child.kill('SIGTERM')
    }
    process.on('SIGINT', ignore)
    process.on('SIGTERM', pass)
    child.once('error', ({ message }) => reject(new GmError('NOT_FOUND', `${command} cannot be run: ${message}`)))
    child.once('exit', (code, signal) => {
      process.off('SIGINT', ignore)
      process.off('SIGTERM', pass)
      resolve(code ?? signals[signal ?? ''] ?? 1)
    })
  })
}
