// Tiers for the tests of what people say about a deploy: one with every kind of option, two with a single one.
import { defineTier, type Market, type Tier } from '@geuse/plugin-api'

interface Options {
  readonly domain?: string | undefined
  readonly instanceType?: string | undefined
  readonly market: Market
  readonly subnet?: string | undefined
  readonly tls: 'auto' | 'internal' | 'off'
  readonly vpc?: string | undefined
}

const parts = {
  title: 'for tests',
  needs: () => ({ instance: { market: 'spot' as const } }),
  front: () => ({ tlsEnd: 'edge' as const, hops: 1, ports: [443] }),
  build: () => ({ id: 'end' }),
  publish: () => ({ url: null }),
}

/** Takes a text, a choice, a switch with two words, and one that needs another. */
export const sampleTier = defineTier<Options>({
  ...parts,
  id: 'dev',
  options: (z) =>
    z
      .object({
        domain: z
          .string()
          .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain name in lower case, like n8n.example.com')
          .optional(),
        instanceType: z
          .string()
          .regex(/^[a-z0-9]+\.[a-z0-9]+$/, 'must be an instance type, like t3.large')
          .optional(),
        market: z
          .enum(['spot', 'spot-only', 'on-demand'])
          .default('spot')
          .meta({ switches: { spot: 'spot-only', 'on-demand': 'on-demand' } }),
        subnet: z
          .string()
          .regex(/^subnet-[0-9a-f]{8,17}$/, 'must be the id of a subnet')
          .optional(),
        tls: z.enum(['auto', 'internal', 'off']).default('auto'),
        vpc: z
          .string()
          .regex(/^vpc-[0-9a-f]{8,17}$/, 'must be the id of a VPC, like vpc-0123456789abcdef0')
          .optional(),
      })
      .refine(({ vpc, subnet }) => subnet === undefined || vpc !== undefined, {
        path: ['subnet'],
        message: 'needs the VPC that it belongs to (--vpc)',
      }),
}) as unknown as Tier

/** Takes a domain only. */
export const otherTier = defineTier<{ readonly domain?: string | undefined }>({
  ...parts,
  id: 'automation',
  options: (z) => z.object({ domain: z.string().optional() }),
}) as unknown as Tier

/** Takes an option that has to be given. */
export const needyTier = defineTier<{ readonly motto: string }>({
  ...parts,
  id: 'needy',
  options: (z) => z.object({ motto: z.string() }),
}) as unknown as Tier
