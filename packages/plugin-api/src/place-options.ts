// Options that tiers share, as they mean the same in each: where the instance stands and how it is bought.
import type { Market } from './market.js'
import type { Zod } from './service.js'

/** What `placeOptions` reads. */
export interface PlaceOptions {
  readonly vpc?: string | undefined
  readonly keypair?: string | undefined
  readonly instanceType?: string | undefined
  readonly market: Market
}

/**
 * @param z zod, as `options` is given it
 * @returns keys of the object that a tier's `options` makes
 */
export function placeOptions(z: Zod) {
  return {
    vpc: z
      .string()
      .regex(/^(new|vpc-[0-9a-f]{8,17})$/, 'must be the id of a VPC, like vpc-0123456789abcdef0, or new')
      .optional()
      .describe('VPC to use as it is, or new for one of its own; without it the default one, where that leads out'),
    keypair: z
      .string()
      .regex(/^\S(.{0,253}\S)?$/, 'must be the name of a key pair')
      .optional()
      .describe('EC2 key pair to install; opens no port: SSH goes through SSM'),
    instanceType: z
      .string()
      .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'must be an instance type, like t3.large')
      .optional()
      .describe('one instance type instead of the smallest that fits'),
    market: z
      .enum(['spot', 'spot-only', 'on-demand'])
      .default('spot')
      .describe('how the instance is bought: spot (on demand where there is none), spot-only, on-demand')
      .meta({ switches: { spot: 'spot-only', 'on-demand': 'on-demand' } }),
  }
}
