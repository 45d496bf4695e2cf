// The options of a deploy as one table: for each its flag, its variable, the setting behind it, its default and the
// reading of a raw value. Flags, files and variables are read by the same row, so they cannot drift apart.
import { readSwitch } from '../model/declared-options.js'
import { boundaryPattern, kmsKeyPattern, readTags } from './governance.js'
import type { Settings } from '../state/settings.js'

/** What a deploy is asked for. Frozen; every key of it may be given by flag, variable, file or setting. */
export interface DeployConfig {
  readonly tier: string
  readonly region: string
  /** AWS profile of this computer. Without one, the usual chain of credentials. */
  readonly profile?: string
  /** Ids of services; without it, what the host chooses. */
  readonly services?: readonly string[]
  /** By service and key: raw strings, read by the service's own schema. */
  readonly set: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Service that the public URL leads to. */
  readonly primary?: string
  /** What the tier takes, as its own schema reads it. */
  readonly options: Readonly<Record<string, unknown>>
  /** Tags on everything that is made, beside gm's own. */
  readonly tags?: Readonly<Record<string, string>>
  /** ARN of the policy that bounds the instance's role. */
  readonly permissionsBoundary?: string
  /** ARN of the key that encrypts disk, files and secrets. */
  readonly kmsKey?: string
  /** Whether a failed run is undone. */
  readonly rollback: boolean
  /** Minutes, 5 to 60. */
  readonly rollbackTimeout: number
  readonly allowExpensive: boolean
  /** USD a month that the stack may cost at most. */
  readonly budget?: number
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
}

function words(expected: string, pattern: RegExp) {
  return (raw: unknown): Read => (typeof raw === 'string' && pattern.test(raw) ? { value: raw } : { expected })
}

/** Reads yes and no, as a file or a variable spells them. */
export function readBoolean(raw: unknown): Read {
  const value = readSwitch(raw)
  return value === undefined ? { expected: 'true or false' } : { value }
}

function readMinutes(raw: unknown): Read {
  const minutes = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
  const fits = Number.isInteger(minutes) && Number(minutes) >= 5 && Number(minutes) <= 60
  return fits ? { value: minutes } : { expected: 'a whole number of minutes from 5 to 60' }
}

function readMoney(raw: unknown): Read {
  const usd = typeof raw === 'string' && raw.trim() !== '' ? Number(raw.trim().replace(/^\$/, '')) : raw
  const fits = typeof usd === 'number' && Number.isFinite(usd) && usd > 0
  return fits ? { value: usd } : { expected: 'US dollars a month, like 50' }
}

const idPattern = /^[a-z][a-z0-9-]*$/

function readList(raw: unknown): Read {
  const parts = (Array.isArray(raw) ? raw : [raw]).flatMap((part) => String(part).split(',')).map((part) => part.trim())
  const ids = parts.filter((part) => part !== '')
  if (ids.length === 0 || !ids.every((id) => idPattern.test(id)))
    return { expected: 'ids of services, separated by commas' }
  return { value: Object.freeze([...new Set(ids)]) }
}

/** The table. `set` is read from many pairs, and `options` by the tier's own schema: see `config-layers.ts`. */
export const configKeys: Readonly<Record<Exclude<ConfigKey, 'set' | 'options'>, KeyRow>> = {
  tier: {
    flag: 'tier',
    read: words('the id of a tier, like dev', idPattern),
    setting: (s) => s.default_tier,
    settingName: 'default_tier',
  },
  region: {
    flag: 'region',
    read: words('a region, like eu-west-1', /^[a-z]{2,}(-[a-z]+)+-\d+$/),
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
  services: { flag: 'services', read: readList },
  primary: { flag: 'primary', read: words('the id of a service, like n8n', idPattern) },
  tags: { flag: 'tag', read: readTags },
  permissionsBoundary: {
    flag: 'permissions-boundary',
    read: words('the ARN of a policy, like arn:aws:iam::123456789012:policy/boundary', boundaryPattern),
  },
  kmsKey: {
    flag: 'kms-key',
    read: words('the ARN of a key, like arn:aws:kms:eu-west-1:123456789012:key/…; not of an alias', kmsKeyPattern),
  },
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
  budget: { flag: 'budget', read: readMoney, ofRun: true },
}

/**
 * Words of every file and, in capitals with `GEUSEMAKER_` in front, of the environment; a tier adds its own. `set` is
 * for files alone.
 */
export const configWords: readonly string[] = [...Object.values(configKeys).map((row) => row.flag), 'set']

/**
 * @param key a key of the config.
 * @returns whether it says what the stack is, and so is compared with what is stored
 */
export function describesStack(key: ConfigKey): boolean {
  return key === 'set' || key === 'options' || configKeys[key].ofRun !== true
}
