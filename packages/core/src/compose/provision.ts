// The one-shot container that makes a consumer's account at the service it uses: same image, network and secrets as
// the offering service, plus the consumer's password as a file.
import type { Container } from '@geuse/plugin-api'
import type { Composed } from './composed.js'
import { bind, type ComposeService } from './compose-types.js'
import { accountName } from './context.js'
import { hardening } from './hardening.js'
import { scriptsRoot, secretsRoot } from './paths.js'
import { provisionSecret } from './secrets.js'
import { parseUse, type ResolvedUse } from './uses.js'

/** One account to be made. */
export interface Provision {
  /** Name of its one-shot service. */
  readonly name: string
  readonly use: ResolvedUse
  /** Script below the bundle's `scripts`. */
  readonly script: string
  readonly run: URL
}

/** @returns the accounts that a service's uses need, in the order of its uses */
export function provisionsOf({ service, uses }: Composed): Provision[] {
  return uses.flatMap((use) => {
    if (use.offer.provision === undefined) return []
    const offer = parseUse(service.uses?.[use.name] ?? '').offer
    const name = `${use.provider.id}-for-${service.id}-${use.name}`
    return [{ name, use, script: `${use.provider.id}/provision-${offer}`, run: use.offer.provision }]
  })
}

/** A shell and a client of the offering service need little. */
const memoryMiB = 256

/**
 * Writes the one-shot.
 * @param provider the offering service, whose main container it resembles
 */
export function provisionContainer({ name, use, script }: Provision, provider: Composed): ComposeService {
  const main = provider.containers['main'] as Container
  const id = use.provider.id
  const own = (main.secrets ?? []).map((secret) =>
    bind(`${secretsRoot}/${id}/${secret}`, `/run/secrets/${secret}`, true),
  )
  return {
    container_name: name,
    profiles: ['provision'],
    image: main.image,
    ...(main.user === undefined ? {} : { user: main.user }),
    entrypoint: ['/provision'],
    environment: {
      PROVISION_DATABASE: accountName(use),
      PROVISION_HOST: id,
      PROVISION_PASSWORD_FILE: '/run/secrets/consumer-password',
      PROVISION_PORT: String(use.port),
      PROVISION_USER: accountName(use),
    },
    networks: [id],
    volumes: [
      bind(`${scriptsRoot}/${script}`, '/provision', true),
      bind(
        `${secretsRoot}/${id}/${provisionSecret(use.consumer.id, use.name)}`,
        '/run/secrets/consumer-password',
        true,
      ),
      ...own,
    ],
    ...hardening({ ...main, memoryMiB }, true),
  }
}
