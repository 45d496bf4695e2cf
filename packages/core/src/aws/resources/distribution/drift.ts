// What somebody may have changed of a distribution by hand: what the stack stands on is put back, all else is theirs.
import type { Change, DistributionProps } from '@geuse/plugin-api'
import type { DistributionConfig, Origin } from '@aws-sdk/client-cloudfront'
import { putBack } from '../../common/changes.js'
import { originHeader } from '../../../model/origin-secret.js'
import { behavior, type ConfigInput, newOrigin, withProps } from './config.js'

/** As much of a configuration as the stack stands on; nothing secret. */
export interface Setting {
  readonly enabled: boolean
  /** Undefined where the stack's own origin was taken away. */
  readonly origin: string | undefined
  /** Whether the origin is sent the header that it knows the distribution by. */
  readonly originHeader: boolean
  readonly aliases: readonly string[]
  readonly certificateArn: string | undefined
  readonly behavior: Partial<typeof behavior>
}

/** What a configuration is mended with. */
type MendInput = Pick<ConfigInput, 'mark' | 'secret' | 'props'>

/** @param mark id of the stack's origin */
export function settingOf(config: DistributionConfig, mark: string): Setting {
  const { DefaultCacheBehavior: seen } = config
  const origin = ownOrigin(config, mark)
  return {
    enabled: config.Enabled === true,
    origin: origin?.DomainName,
    originHeader: origin !== undefined && hasHeader(origin),
    aliases: config.Aliases?.Items ?? [],
    certificateArn: config.ViewerCertificate?.ACMCertificateArn,
    behavior: Object.fromEntries(Object.keys(behavior).map((key) => [key, seen?.[key as keyof typeof behavior]])),
  }
}

/** @param made what the distribution was made from. @returns what of it is not so any more */
export function strayed(setting: Setting, made: Partial<DistributionProps>): readonly Change[] {
  const { alias } = made
  const named = alias === undefined || setting.aliases.includes(alias.domain)
  const wanted: readonly (readonly [field: string, what: unknown, now: unknown])[] = [
    ['enabled', true, setting.enabled],
    ['origin', made.origin, setting.origin],
    ['origin header', true, setting.originHeader],
    ['alias', alias?.domain, named ? alias?.domain : undefined],
    ['certificate', alias?.certificateArn, alias === undefined ? undefined : setting.certificateArn],
    ...Object.entries(behavior).map(
      ([key, value]) => [`behavior ${key}`, value, setting.behavior[key as keyof typeof behavior]] as const,
    ),
  ]
  return wanted
    .filter(([, what, now]) => what !== undefined && what !== now)
    .map(([field, what, now]) => putBack(field, what, now))
}

/** @returns the configuration with what the stack stands on, and whatever else others have set */
export function mended(config: DistributionConfig, { mark, secret, props }: MendInput): DistributionConfig {
  const fresh = newOrigin(mark, props.origin, secret)
  const own = ownOrigin(config, mark) ?? fresh
  const origin = hasHeader(own) ? own : { ...own, CustomHeaders: fresh.CustomHeaders }
  const others = (config.Origins?.Items ?? []).filter(({ Id }) => Id !== mark)
  const whole = { ...config, Origins: { Quantity: others.length + 1, Items: [origin, ...others] } }
  const { DefaultCacheBehavior: seen } = config
  return {
    ...withProps(whole, mark, props, []),
    Enabled: true,
    DefaultCacheBehavior: seen && { ...seen, ...behavior, TargetOriginId: mark },
  }
}

function ownOrigin(config: DistributionConfig, mark: string): Origin | undefined {
  return config.Origins?.Items?.find(({ Id }) => Id === mark)
}

function hasHeader({ CustomHeaders }: Origin): boolean {
  return CustomHeaders?.Items?.some(({ HeaderName }) => HeaderName === originHeader) === true
}
