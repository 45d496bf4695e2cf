// Whoever has several sets of credentials has to be told which of them it was that failed.
import { type GmError, isGmError } from '@geuse/plugin-api'
import type { Clients } from '../../aws/client/clients.js'

const troubles: readonly GmError['code'][] = ['CREDENTIALS_MISSING', 'CREDENTIALS_EXPIRED']

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
    if (profile === undefined || !isGmError(error) || !troubles.includes(error.code)) throw error
    throw error.with({
      message: `Profile ${profile}: ${error.message}`,
      hints: [...error.hints.map((hint) => naming(hint, profile)), 'aws configure list-profiles'],
    })
  }
}

/** A command that names a profile already knows better. */
function naming(hint: string, profile: string): string {
  if (!hint.startsWith('aws ') || hint.includes('--profile')) return hint
  const [command = hint, ...remark] = hint.split(/(?= {3}#)/)
  return [`${command} --profile ${profile}`, ...remark].join('')
}
