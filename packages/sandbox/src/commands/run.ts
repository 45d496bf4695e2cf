// `gm-sandbox run -- COMMAND`: a fresh account for one command.
import { spawn } from 'node:child_process'
import { startAccount } from '../account/account.js'
import { LEADING_ASTRAY, ownEnvironment } from '../account/environment.js'
import { installMoto } from './install.js'

const SIGNALS: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGKILL: 137 }

const finished = (command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env })
    const ignore = (): void => undefined
    const pass = (): void => {
      child.kill('SIGTERM')
    }
    process.on('SIGINT', ignore)
    process.on('SIGTERM', pass)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGINT', ignore)
      process.off('SIGTERM', pass)
      resolve(code ?? SIGNALS[signal ?? ''] ?? 1)
    })
  })

/** Runs a command with a new account in its environment; its exit code is returned. @param speed how many times faster than AWS */
export const run = async (speed: number, command: string, args: readonly string[]): Promise<number> => {
  await installMoto()
  const account = await startAccount({ speed })
  const inherited = Object.fromEntries(
    Object.entries(ownEnvironment()).filter(([name]) => !LEADING_ASTRAY.includes(name)),
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
