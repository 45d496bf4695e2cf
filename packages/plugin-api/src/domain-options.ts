// Options of tiers that stand under the person's own domain name with a certificate of ACM's, as they mean the same in
// each.
import type { z } from 'zod'
import type { Zod } from './service.js'

/** What `domainOptions` reads. */
export interface DomainOptions {
  readonly domain?: string | undefined
  readonly certificateArn?: string | undefined
  readonly hostedZone?: string | undefined
}

/** A domain name in lower case. */
export const domainPattern = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/

/**
 * @param zod zod, as `options` is given it
 * @returns keys of the object that a tier's `options` makes; what fits together is checked by `checkDomainOptions`
 */
export function domainOptions(zod: Zod) {
  return {
    domain: zod
      .string()
      .regex(domainPattern, 'must be a domain name in lower case, like n8n.example.com')
      .optional()
      .describe('your own domain name'),
    certificateArn: zod
      .string()
      .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/, 'must be the ARN of a certificate')
      .optional()
      .describe('certificate of the domain; without it one is asked for'),
    hostedZone: zod
      .string()
      .regex(/^Z[A-Z0-9]{1,31}$/, 'must be the id of a hosted zone, like Z0123456789ABCDEFGHIJ')
      .optional()
      .describe('hosted zone of the domain, in which its records are made'),
  }
}

/** Says of read options what does not fit together: for `superRefine` of the object that holds them. */
export function checkDomainOptions(
  { domain, certificateArn, hostedZone }: DomainOptions,
  { addIssue }: Pick<z.RefinementCtx, 'addIssue'>,
): void {
  const proven = certificateArn !== undefined || hostedZone !== undefined
  if (domain !== undefined && !proven)
    addIssue(about('needs its hosted zone (--hosted-zone) or a certificate (--certificate-arn)'))
  if (domain === undefined && proven)
    addIssue(about("is needed with --certificate-arn and --hosted-zone; --hosted-zone '' takes that back"))
}

/**
 * @param to name of what stands there, where it is known
 * @returns for `publish`: the record that the person has to make, where gm has no hosted zone to make it in
 */
export function recordToMake(
  { domain, hostedZone }: DomainOptions,
  to: string | undefined,
): { readonly dns?: { readonly name: string; readonly type: 'CNAME'; readonly value: string } } {
  if (to === undefined || domain === undefined || hostedZone !== undefined) return {}
  return { dns: { name: domain, type: 'CNAME', value: to } }
}

function about(message: string) {
  return { code: 'custom' as const, path: ['domain'], message }
}
