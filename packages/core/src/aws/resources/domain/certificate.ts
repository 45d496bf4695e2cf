// A certificate for the person's own domain name. ACM gives a request up when it is not validated within 72 hours, and
// never takes it up again: another one is asked for then. It renews one for as long as its validation record stays.
import { createHash } from 'node:crypto'
import { defineResource, type Certificate, type CertificateProps } from '@geuse/plugin-api'
import type { CertificateDetail } from '@aws-sdk/client-acm'
import { globalRegion } from '../../client/load.js'
import { putBack } from '../../common/changes.js'
import type { AwsContext, AwsListContext } from '../../common/context.js'
import { listed } from '../../common/listed.js'
import { allOf } from '../../common/pages.js'
import { required } from '../../common/required.js'
import { isOurs, nodeOf, tagsOf, type Tags } from '../../common/tags.js'
import { deleteWhenFree, ifThere, retryUntilConsistent } from '../../wait/consistency.js'
import { waitFor } from '../../wait/wait-for.js'

/** ACM names the validation record some seconds after the request: ACM User Guide, DNS validation. */
const recordKnownWithin = 120
/** As long as ACM's idempotency tokens may be. */
const tokenLength = 32
/** Never to be issued, and used by nothing: ACM User Guide, troubleshooting certificate requests. */
const givenUp: ReadonlySet<string> = new Set(['FAILED', 'VALIDATION_TIMED_OUT'])

/** What is looked at; never recorded but for `Certificate`. */
interface Seen extends Certificate {
  /** Its status, where ACM has given it up. */
  readonly over?: string
}

/** ACM certificate validated over DNS, found by its tags. */
export const certificate = defineResource<CertificateProps, CertificateProps, Seen, AwsContext>({
  type: 'certificate',
  stage: 'security',
  iam: [
    'acm:AddTagsToCertificate',
    'acm:DeleteCertificate',
    'acm:DescribeCertificate',
    'acm:ListCertificates',
    'acm:ListTagsForCertificate',
    'acm:RequestCertificate',
  ],
  idempotent: 'search',
  identity: ({ domain, region }) => ({ domain, ...(region === undefined ? {} : { region }) }),
  find: async (cx, { identity, seen }) => {
    const there = seen && (await describeCertificate(cx, seen.arn))
    if (seen !== undefined && there !== undefined) return { ...seen, ...overIn(there) }
    // One that was asked for in place of what is gone may not have been recorded.
    return ofNode(cx, identity)
  },
  create: (cx, props) => request(cx, props),
  sync: async (cx, { over, ...observed }, props) => {
    const lasting = over === undefined ? observed : await another(cx, observed, over, props)
    if (lasting.recordName !== '') return lasting
    const named = async () => {
      const found = await retryUntilConsistent(cx, lasting.arn, () => describeCertificate(cx, lasting.arn))
      const { Name, Value } = found?.DomainValidationOptions?.[0]?.ResourceRecord ?? {}
      return Name === undefined || Value === undefined ? undefined : { recordName: Name, recordValue: Value }
    }
    const record = await waitFor(cx, 'ACM to name its validation record', named, { seconds: recordKnownWithin })
    return { ...lasting, ...record }
  },
  drift: async (_cx, { over }) => (over === undefined ? [] : [putBack('status', 'ISSUED', over)]),
  list: async (cx) => {
    const regions = [...new Set([cx.aws.connection.region, globalRegion])]
    const found = await Promise.all(regions.map((region) => ownCertificates(cx, region, () => true)))
    return found
      .flat()
      .map(({ arn, domain, tags }) =>
        listed(arn, tags, { identity: { domain, region: regionOf(arn) }, observed: unknownRecord(arn) }),
      )
  },
  destroy: (cx, { observed: { arn } }) => remove(cx, arn),
  seconds: { create: 10, destroy: 5 },
  label: ({ arn }) => arn.split('/').at(-1) ?? arn,
})

/** @returns the certificate, in the region that its ARN names; undefined when there is none */
export async function describeCertificate(
  cx: Pick<AwsContext, 'aws'>,
  CertificateArn: string,
): Promise<CertificateDetail | undefined> {
  const acm = await cx.aws.acm(regionOf(CertificateArn))
  return (await ifThere(() => acm.describeCertificate({ CertificateArn })))?.Certificate
}

/** @returns the region that the ARN of a certificate names */
export function regionOf(arn: string): string {
  return required(arn.split(':')[3], 'the region of the certificate')
}

async function request(cx: AwsContext, { domain, region }: CertificateProps): Promise<Certificate> {
  const acm = await cx.aws.acm(region)
  const { CertificateArn } = await acm.requestCertificate({
    DomainName: domain,
    ValidationMethod: 'DNS',
    IdempotencyToken: createHash('sha256').update(cx.token).digest('hex').slice(0, tokenLength),
    Tags: tagsOf(cx),
  })
  return unknownRecord(required(CertificateArn, 'CertificateArn'))
}

/**
 * In place of one that ACM has given up, which goes last: cut off anywhere, the next run finds the one or the other.
 */
async function another(cx: AwsContext, { arn }: Certificate, status: string, props: CertificateProps) {
  const [asked] = (await ofNode(cx, props)).filter(({ over }) => over === undefined)
  if (asked === undefined) await cx.nextToken(`ACM has given its certificate up (${status}): asking for another`)
  const made = asked ?? (await request(cx, props))
  await remove(cx, arn)
  return made
}

async function remove(cx: AwsContext, arn: string): Promise<void> {
  const acm = await cx.aws.acm(regionOf(arn))
  await deleteWhenFree(cx, arn, () => acm.deleteCertificate({ CertificateArn: arn }))
}

async function ofNode(cx: AwsContext, { domain, region }: CertificateProps): Promise<readonly Seen[]> {
  const own = await ownCertificates(cx, region, (one) => one.DomainName === domain)
  const ofThis = own.filter(({ tags }) => nodeOf(tags) === cx.node)
  return Promise.all(
    ofThis.map(async ({ arn }) => ({ ...unknownRecord(arn), ...overIn(await describeCertificate(cx, arn)) })),
  )
}

function overIn(found: CertificateDetail | undefined): Pick<Seen, 'over'> {
  const status = found?.Status ?? ''
  return givenUp.has(status) ? { over: status } : {}
}

function unknownRecord(arn: string): Certificate {
  return { arn, recordName: '', recordValue: '' }
}

interface OwnCertificate {
  readonly arn: string
  readonly domain: string
  readonly tags: Tags
}

async function ownCertificates(
  cx: AwsListContext,
  region: string | undefined,
  counts: (one: { readonly DomainName?: string | undefined }) => boolean,
): Promise<readonly OwnCertificate[]> {
  const acm = await cx.aws.acm(region)
  const pages = acm.paginateListCertificates({})
  const found = (await allOf(pages, ({ CertificateSummaryList }) => CertificateSummaryList)).filter(counts)
  const tagged = await Promise.all(
    found.map(async ({ CertificateArn, DomainName = '' }) => {
      const arn = required(CertificateArn, 'CertificateArn')
      const told = await ifThere(() => acm.listTagsForCertificate({ CertificateArn: arn }))
      return { arn, domain: DomainName, tags: told?.Tags }
    }),
  )
  return tagged.filter(({ tags }) => isOurs(tags, cx.stack))
}
