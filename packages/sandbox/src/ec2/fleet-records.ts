// Fleets of type `instant`, as they were answered: moto's own fleets forget groups, profiles and errors.
import { type XmlNode, type XmlValue, listOf } from '../answer/xml.js'
import type { Market } from './instance-record.js'

/** A template's version with the override that was tried. */
export interface Pool {
  readonly templateId: string
  readonly version: number
  readonly override: Readonly<Record<string, string>>
}

/** An instance that a fleet brought. */
export interface FleetInstance {
  readonly id: string
  readonly type: string
  readonly market: Market
  readonly pool: Pool
}

/** A pool that had nothing to give. */
export interface FleetError {
  readonly code: string
  readonly message: string
  readonly market: Market
  readonly pool: Pool
}

/** A fleet and all that it brought. */
export interface Fleet {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly clientToken: string | undefined
  readonly createdAt: string
  readonly capacity: number
  readonly tags: Readonly<Record<string, string>>
  readonly instances: readonly FleetInstance[]
  readonly errors: readonly FleetError[]
  state: 'active' | 'deleted_terminating' | 'deleted'
}

function camel(name: string): string {
  return name[0]?.toLowerCase() + name.slice(1)
}

function templateAndOverrides({ templateId, version, override }: Pool): XmlNode {
  return {
    launchTemplateSpecification: { launchTemplateId: templateId, version: String(version) },
    overrides: Object.fromEntries(Object.entries(override).map(([name, value]) => [camel(name), value])),
  }
}

/** The instances of a fleet, as EC2 lists them. */
export function fleetInstanceSet(fleet: Fleet): XmlValue {
  return listOf(
    fleet.instances.map(({ id, type, market, pool }) => ({
      instanceIds: { item: [id] },
      instanceType: type,
      lifecycle: market,
      launchTemplateAndOverrides: templateAndOverrides(pool),
    })),
  )
}

/** The errors of a fleet, as EC2 lists them. */
export function fleetErrorSet(fleet: Fleet): XmlValue {
  return listOf(
    fleet.errors.map(({ code, message, market, pool }) => ({
      errorCode: code,
      errorMessage: message,
      lifecycle: market,
      launchTemplateAndOverrides: templateAndOverrides(pool),
    })),
  )
}
