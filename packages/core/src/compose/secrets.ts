// Which secrets a stack has, who reads them, and as which file: every reader its own copy, owned by its uid.
import type { PlanRow } from '@geuse/instance-contract'
import type { Front, SecretDeclaration, Service } from '@geuse/plugin-api'
import { originSecret as secret } from '../model/origin-secret.js'
import { uidOf, type Composed } from './composed.js'
import { resolveUses } from './uses.js'

/** One file of one secret on the instance's tmpfs. */
type SecretFile = PlanRow<'secrets'>

/** What of a front decides about secrets. */
type SecretFront = Pick<Front, 'originSecret'>

/** A secret that `gm credentials` shows. */
export interface Credential {
  readonly label: string
  readonly username: string | undefined
  readonly parameter: string
}

/** Characters of a password that a consumer gets for a provisioned account. */
const derivedLength = 32

/**
 * Lists what is made once per stack: every service's own secrets, and one password per provisioned account.
 * @returns declarations by name
 */
export function secretDeclarations(services: readonly Service[]): SecretDeclaration[] {
  const own = services.flatMap((service) =>
    Object.entries(service.secrets ?? {}).map(([name, { length, alphabet }]) => ({
      name: `${service.id}/${name}`,
      length,
      alphabet,
    })),
  )
  const derived = services.flatMap((service) =>
    resolveUses(service, services)
      .filter((use) => use.offer.provision !== undefined)
      .map((use) => ({ name: `${service.id}/${use.name}`, length: derivedLength, alphabet: 'alnum' as const })),
  )
  return [...own, ...derived].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Lists the files that secrets become: own ones with a reader, used ones that a container lists, and for each
 * provision a copy that the offering service's uid reads; and that of the reverse proxy, where the front has one.
 * @returns files by path
 */
export function secretFiles(composed: readonly Composed[], { originSecret = false }: SecretFront = {}): SecretFile[] {
  const edge = originSecret ? [{ parameter: secret.name, file: secret.name, uid: 0 }] : []
  const files = composed.flatMap((one) => [
    ...ownFiles(one.service),
    ...usedFiles(one),
    ...provisionFiles(one, composed),
  ])
  return [...edge, ...files].sort((a, b) => (a.file < b.file ? -1 : 1))
}

function ownFiles(service: Service): SecretFile[] {
  return Object.entries(service.secrets ?? {}).flatMap(([name, { owner }]) =>
    owner === undefined ? [] : [{ parameter: `${service.id}/${name}`, file: `${service.id}/${name}`, uid: owner }],
  )
}

function usedFiles({ service, uses, containers }: Composed): SecretFile[] {
  return uses.flatMap(({ name, parameter }) => {
    const reader = Object.values(containers).find((container) => container.secrets?.includes(name))
    return parameter === undefined || reader === undefined
      ? []
      : [{ parameter, file: `${service.id}/${name}`, uid: uidOf(reader) }]
  })
}

function provisionFiles({ service, uses }: Composed, composed: readonly Composed[]): SecretFile[] {
  return uses.flatMap(({ name, provider, offer, parameter }) => {
    const main = composed.find((one) => one.service === provider)?.containers['main']
    if (offer.provision === undefined || parameter === undefined || main === undefined) return []
    return [{ parameter, file: `${provider.id}/${provisionSecret(service.id, name)}`, uid: uidOf(main) }]
  })
}

/** @returns name of a consumer's password among the offering service's files */
export function provisionSecret(consumer: string, use: string): string {
  return `for-${consumer}-${use}`
}

/** @returns what `gm credentials` shows, in the order of the services */
export function credentials(composed: readonly Composed[]): Credential[] {
  return composed.flatMap(({ service, config }) =>
    Object.entries(service.secrets ?? {}).flatMap(([name, { show }]) => {
      if (show === undefined) return []
      const username = typeof show.username === 'function' ? show.username(config) : show.username
      return [{ label: show.label, username, parameter: `${service.id}/${name}` }]
    }),
  )
}
