// Whoever has several sets of credentials has to be told which of them it was that failed.
import { type GmError, isGmError } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'

const commands: Partial<Record<GmError['code'], string>> = {
  CREDENTIALS_MISSING: 'aws configure',
  CREDENTIALS_EXPIRED: 'aws sso login',
}

/**
 * @param clients whose connection says the profile
 * @param work asks AWS
 * @returns what the work returns
 * @throws GmError what the work throws, with the profile in message and hints where credentials are the trouble
 */
export async function namingProfile<T>(
  { connection: { profile } }: Pick<Clients, 'connection'>,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (profile === undefined || !isGmError(error)) throw error
    const command = commands[error.code]
    if (command === undefined) throw error
    throw error.with({
      message: `Profile ${profile}: ${error.message}`,
      hints: [`${command} --profile ${profile}`, 'aws configure list-profiles'],
    })
  }
}
