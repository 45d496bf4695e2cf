// The credentials of a run: the SDK's own chain, asked once for all clients, as a code of a device counts only once.
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { Connection } from './connection.js'

/**
 * @param connection profile and region; who asks for codes
 * @param requestHandler carries what the chain itself asks AWS (single sign-on, assumed roles), as it does all calls
 * @returns credentials that are fetched when first needed, and again before they expire
 */
export function credentialsFor(
  { profile, region, mfaCode }: Connection,
  requestHandler: NodeHttpHandler,
): ReturnType<typeof defaultProvider> {
  return defaultProvider({
    ...(profile === undefined ? {} : { profile }),
    ...(mfaCode === undefined ? {} : { mfaCodeProvider: mfaCode }),
    parentClientConfig: { region, requestHandler },
    clientConfig: { requestHandler },
  })
}
