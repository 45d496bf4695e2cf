// The options of a deploy as one table: for each its flag, its variable, the setting behind it, its default and the
// reading of a raw value. Flags, files and variables are read by the same row, so they cannot drift apart.
import type { Market } from '@geuse/plugin-api'
import type { Settings } from '../state/settings.js'

/** What a deploy is asked for. Frozen; every key of it may be given by flag, variable, file or setting. */
export interface DeployConfig {
  readonly tier: string
  readonly region: string
  /** AWS profile of this computer. Without one, the usual chain of credentials. */
  readonly profile?: string
  readonly instanceType?: string
  readonly market: Market
  /** Adopted network and key pair, by id and name. */
  readonly vpc?: string
  readonly subnet?: string
  readonly keypair?: string
  /** Ids of services; without it, what the host chooses. */
  readonly services?: readonly string[]
  /** By service and key: raw strings, read by the service's own schema. */
  readonly set: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Service that the public URL leads to. */
  readonly primary?: string
  readonly domain?: string
  readonly tls: 'auto' | 'internal' | 'off'
  /** Whether a failed run is undone. */
  readonly rollback: boolean
  /** Minutes, 5 to 60. */
  readonly rollbackTimeout: number
  readonly allowExpensive: boolean
}

/** A key of the config. */
export type ConfigKey = keyof DeployConfig

/** A value that was understood, or what it should have been. */
export type Read = { readonly value: unknown } | { readonly expected: string }

/** One row. */
export interface KeyRow {
  /** Name on the command line and in a file, without dashes in front. */
  readonly flag: string
  readonly read: (raw: unknown) => Read
  /** Value from settings; `undefined` for none. */
  readonly setting?: (settings: Settings) => unknown
  readonly settingName?: keyof Settings
  readonly default?: unknown
  /** Says how a run goes and not what the stack is: never compared with a stored config. */
  readonly ofRun?: true
  /** Only for tiers that list the key among their options; `market` is one too. */
  readonly ofTier?: true
}

const words =
  (expected: string, pattern: RegExp) =>
  (raw: unknown): Read =>
    typeof raw === 'string' && pattern.test(raw) ? { value: raw } : { expected }

const oneOf =
  (...allowed: readonly string[]) =>
  (raw: unknown): Read =>
    allowed.includes(raw as string) ? { value: raw } : { expected: `one of ${allowed.join(', ')}` }

const spelling: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  false: false,
  no: false,
  '0': false,
}

/** Reads yes and no, as a file or a variable spells them. */
export function readBoolean(raw: unknown): Read {
  const value = spelling[String(raw).toLowerCase()]
  return value === undefined ? { expected: 'true or false' } : { value }
}

function readMinutes(raw: unknown): Read {
  const minutes = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
  const fits = Number.isInteger(minutes) && Number(minutes) >= 5 && Number(minutes) <= 60
  return fits ? { value: minutes } : { expected: 'a whole number of minutes from 5 to 60' }
}

const idPattern = /^[a-z][a-z0-9-]*$/

function readList(raw: unknown): Read {
  const parts = (Array.isArray(raw) ? raw : [raw]).flatMap((part) => String(part).split(',')).map((part) => part.trim())
  const ids = parts.filter((part) => part !== '')
  if (ids.length === 0 || !ids.every((id) => idPattern.test(id)))
    return { expected: 'ids of services, separated by commas' }
  return { value: Object.freeze([...new Set(ids)]) }
}

const domainPattern = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/

/** The table. `market` is read from two switches and `set` from many pairs: see `config-layers.ts`. */
export const configKeys: Readonly<Record<Exclude<ConfigKey, 'set' | 'market'>, KeyRow>> = {
  tier: {
    flag: 'tier',
    read: words('the id of a tier, like dev', idPattern),
    setting: (s) => s.default_tier,
    settingName: 'default_tier',
  },
  region: {
    flag: 'region',
    read: words('a region, like eu-west-1', /^[a-z0-9-]+$/),
    setting: (s) => s.default_region,
    settingName: 'default_region',
  },
  profile: {
    flag: 'profile',
    read: words('the name of an AWS profile', /^\S.*$/),
    setting: (s) => s.aws_profile ?? undefined,
    settingName: 'aws_profile',
    ofRun: true,
  },
  instanceType: {
    flag: 'instance-type',
    read: words('an instance type, like t3.large', /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/),
    setting: (s) => s.default_instance_type ?? undefined,
    settingName: 'default_instance_type',
    ofTier: true,
  },
  vpc: {
    flag: 'vpc',
    read: words('the id of a VPC, like vpc-0123456789abcdef0', /^vpc-[0-9a-f]{8,17}$/),
    ofTier: true,
  },
  subnet: {
    flag: 'subnet',
    read: words('the id of a subnet, like subnet-0123456789abcdef0', /^subnet-[0-9a-f]{8,17}$/),
    ofTier: true,
  },
  keypair: { flag: 'keypair', read: words('the name of a key pair', /^\S(.{0,253}\S)?$/), ofTier: true },
  services: { flag: 'services', read: readList },
  primary: { flag: 'primary', read: words('the id of a service, like n8n', idPattern) },
  domain: {
    flag: 'domain',
    read: words('a domain name in lower case, like n8n.example.com', domainPattern),
    ofTier: true,
  },
  tls: { flag: 'tls', read: oneOf('auto', 'internal', 'off'), default: 'auto', ofTier: true },
  rollback: {
    flag: 'rollback',
    read: readBoolean,
    setting: (s) => s.auto_rollback_on_failure,
    settingName: 'auto_rollback_on_failure',
    ofRun: true,
  },
  rollbackTimeout: {
    flag: 'rollback-timeout',
    read: readMinutes,
    setting: (s) => s.rollback_timeout_minutes,
    settingName: 'rollback_timeout_minutes',
    ofRun: true,
  },
  allowExpensive: { flag: 'allow-expensive', read: readBoolean, default: false, ofRun: true },
}

/** Words of a file and, in capitals with `GEUSEMAKER_` in front, of the environment. `set` is for files alone. */
export const configWords: readonly string[] = [
  ...Object.values(configKeys).map((row) => row.flag),
  'spot',
  'on-demand',
  'set',
]

/** @param key a key of the config. @returns whether it says what the stack is, and so is compared with what is stored */
export function describesStack(key: ConfigKey): boolean {
  return key === 'set' || key === 'market' || configKeys[key]?.ofRun !== true
}
