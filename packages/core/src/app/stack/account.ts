// The account that a stack is in: asked with the credentials that it was made with, and never taken for another one.
import { GmError } from '@geuse/plugin-api'
import { identify } from '../../aws/discovery/discover.js'
import { inRegion } from '../../aws/discovery/region.js'
import type { Document } from '../../state/document.js'
import type { DeployConfig } from '../../config/resolve.js'
import { connectionFor, type Host, type RunScope } from '../host.js'
import { namingProfile } from './profile-errors.js'

/**
 * @param document of the stack
 * @param profile asked for in this call; otherwise the environment's, otherwise the one that the stack was made with
 * @param preload says what to load while the account is asked for
 * @returns a run in the account and region of the stack
 * @throws GmError ACCOUNT_MISMATCH, what keeps the account from being asked
 */
export async function openRunOf(
  host: Host,
  document: Document,
  profile: string | undefined,
  preload: (scope: RunScope) => void,
): Promise<RunScope> {
  const stored = document.config as Partial<DeployConfig>
  const chosen = profile ?? (host.environment.aws.profile === undefined ? stored.profile : undefined)
  const scope = host.openRun(connectionFor(host, { region: document.region, profile: chosen }))
  preload(scope)
  const { clients } = scope
  const identified = inRegion(clients.connection, () => identify(clients))
  demandAccount(document, await namingProfile(clients, identified))
  return scope
}

/**
 * @param document of the stack
 * @param accountId twelve digits: the account of the credentials at hand
 * @throws GmError ACCOUNT_MISMATCH
 */
export function demandAccount(document: Document, accountId: string): void {
  if (accountId === document.account_id) return
  throw new GmError(
    'ACCOUNT_MISMATCH',
    `${document.stack_name} is in account ${document.account_id}; these credentials are of account ${accountId}`,
    {
      hints: [
        'AWS_PROFILE=… or --profile … chooses other credentials',
        'gm deploy ANOTHER-NAME   # a stack of its own in this account',
      ],
    },
  )
}
