// What a service's functions are given: its config, what it uses resolved to names and addresses, and placeholders
// where values of secrets will stand on the instance.
import {
  GmError,
  type InstanceShape,
  type Service,
  type ServiceContext,
  type Site,
  type UsedOffer,
} from '@geuse/plugin-api'
import { containerName } from '../model/container-name.js'
import { resolveUses, type ResolvedUse } from './uses.js'

/** A placeholder: filled in on the instance, in templates only. */
export const placeholder = /@@([\w-]+\/[\w-]+)@@/g

/** What a context is made from. */
export interface ContextInput {
  readonly service: Service
  readonly config: unknown
  readonly selected: readonly Service[]
  readonly site: Site
  readonly instance: InstanceShape
}

/**
 * Makes the context of one service.
 * @returns config, uses (`undefined` for an absent optional one), names and placeholders
 */
export function serviceContext({ service, config, selected, site, instance }: ContextInput): ServiceContext {
  const uses = resolveUses(service, selected)
  return {
    config,
    uses: Object.fromEntries(uses.map((use) => [use.name, usedOffer(use)])) as ServiceContext['uses'],
    secretValue: (name) => `@@${parameterNamed(service, uses, name)}@@`,
    host: (container) => containerName(service.id, container),
    site,
    instance,
  }
}

/** @returns role and database of one use: an SQL name that needs no quoting, e.g. `n8n_db` */
export function accountName(use: ResolvedUse): string {
  return `${use.consumer.id}_${use.name}`.replaceAll('-', '_').toLowerCase()
}

function usedOffer(use: ResolvedUse): UsedOffer {
  const account = use.offer.provision === undefined ? '' : accountName(use)
  const secret = use.parameter === undefined ? '' : use.name
  return {
    host: use.provider.id,
    port: use.port,
    database: account,
    user: account,
    secret,
    secretFile: secret === '' ? '' : `/run/secrets/${secret}`,
  }
}

function parameterNamed(service: Service, uses: readonly ResolvedUse[], name: string): string {
  if (service.secrets?.[name] !== undefined) return `${service.id}/${name}`
  const parameter = uses.find((use) => use.name === name)?.parameter
  if (parameter !== undefined) return parameter
  throw new GmError(
    'PLUGIN_INVALID',
    `Service ${service.id} asks for the value of ${name}, which is neither its secret nor one that it uses`,
  )
}
