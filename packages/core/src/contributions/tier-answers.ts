// What a tier's functions answer for one set of options, held against the contract: the same look when a plugin is
// loaded, with the options that nobody gave, and before a deploy asks AWS, with those that were.
import type { Front, Needs, Published, Tier } from '@geuse/plugin-api'
import { z } from 'zod'
import { hostPattern, siteAt } from '../model/site.js'
import { costItems } from './cost-schema.js'
import { formatIssues } from './format-issues.js'

const arch = z.enum(['x86_64', 'arm64'])
const port = z.int().min(1).max(65_535)

const needsSchema = z.strictObject({
  network: z
    .strictObject({
      vpc: z
        .string()
        .regex(/^(new|vpc-[0-9a-f]+)$/, 'must be the id of a VPC, or new')
        .optional(),
      subnet: z
        .string()
        .regex(/^subnet-[0-9a-f]+$/, 'must be the id of a subnet')
        .optional(),
      zones: z.int().min(1).max(3).optional(),
    })
    .optional(),
  domain: z
    .strictObject({
      name: z.string().regex(hostPattern, 'must be a domain name'),
      certificateArn: z.string().startsWith('arn:', 'must be the ARN of a certificate').optional(),
      certificateRegion: z.string().min(1).optional(),
      hostedZone: z.string().min(1).optional(),
    })
    .optional(),
  keyPair: z.string().min(1).optional(),
  image: z.string().startsWith('/aws/service/', 'must be a public SSM parameter, below /aws/service/').optional(),
  instance: z.strictObject({
    types: z
      .array(z.string().regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'must be an instance type'))
      .min(1)
      .optional(),
    arch: arch.optional(),
    gpu: z.boolean().optional(),
    market: z.enum(['spot', 'spot-only', 'on-demand']),
  }),
})

const frontSchema = z
  .strictObject({
    domain: z.string().regex(hostPattern, 'must be a domain name').optional(),
    tlsEnd: z.enum(['edge', 'proxy', 'nowhere']),
    certificate: z.enum(['trusted', 'internal']).optional(),
    hops: z.int().min(1).max(10),
    ports: z.array(port).min(1),
    originSecret: z.boolean().optional(),
  })
  .refine(({ tlsEnd, hops }) => tlsEnd !== 'proxy' || hops > 1, {
    path: ['hops'],
    message: 'must count the proxy that encryption ends at',
  })

const publishedSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).nullable(),
  dns: z
    .strictObject({
      name: z.string().regex(hostPattern),
      type: z.enum(['A', 'CNAME']),
      value: z.string().regex(hostPattern),
    })
    .optional(),
  fields: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be snake_case'), z.string().nullable()).optional(),
})

/** What a tier says of its options. */
export interface TierAnswers {
  readonly needs: Needs
  readonly front: Front
}

/** Answers, or what is wrong with them, a sentence each. */
export type Answered<T> = { readonly value: T } | { readonly faults: readonly string[] }

/**
 * @param tier a declaration whose functions are functions
 * @param options as its own schema read them
 * @returns what it needs and what stands before its services; `publish` is asked too, as of a stack of which nothing is
 * there
 */
export function tierAnswers(tier: Tier, options: unknown): Answered<TierAnswers> {
  const needs = answer('needs', needsSchema, () => tier.needs(options))
  const front = answer('front', frontSchema, () => tier.front(options))
  const costs = answer('costs', costItems, () => tier.costs?.(options) ?? [])
  const published = 'value' in front ? publishedBy(tier, { options, front: front.value, outputs: {} }) : { faults: [] }
  if ('value' in needs && 'value' in front && 'value' in published && 'value' in costs)
    return { value: { needs: needs.value, front: front.value } }
  return { faults: [needs, front, published, costs].flatMap((one) => ('faults' in one ? one.faults : [])) }
}

/** What `publish` is asked of. */
export interface PublishQuestion {
  readonly options: unknown
  readonly front: Front
  /** Outputs of the nodes that are ready, by id. */
  readonly outputs: Readonly<Record<string, unknown>>
}

/** @returns what the tier tells of a stack */
export function publishedBy(tier: Tier, { options, front, outputs }: PublishQuestion): Answered<Published> {
  return answer('publish', publishedSchema, () =>
    tier.publish({ outputs, options, site: (host) => siteAt(host, front) }),
  )
}

function answer<T>(name: string, schema: z.ZodType, ask: () => T): Answered<T> {
  try {
    const given = ask()
    const parsed = schema.safeParse(given)
    return parsed.success
      ? { value: given }
      : { faults: formatIssues(parsed.error, given).map((fault) => `${name}: ${fault}`) }
  } catch (error) {
    return { faults: [`${name}: throws: ${error instanceof Error ? error.message : String(error)}`] }
  }
}
