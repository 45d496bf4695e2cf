// A certificate for the person's own domain name. ACM takes it back by itself when it is not validated within 72 hours,
// and renews it for as long as its validation record stays.
import { createHash } from 'node:crypto'
import { defineResource, type Certificate, type CertificateProps } from '@geuse/plugin-api'
import type { CertificateDetail } from '@aws-sdk/client-acm'
import { globalRegion } from '../../client/load.js'
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

/** ACM certificate validated over DNS, found by its tags. */
export const certificate = defineResource<CertificateProps, CertificateProps, Certificate, AwsContext>({
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
  find: async (cx, { identity: { domain, region }, seen }) => {
    if (seen !== undefined) return (await describeCertificate(cx, seen.arn)) && seen
    const own = await ownCertificates(cx, region, (one) => one.DomainName === domain)
    return own.filter(({ tags }) => nodeOf(tags) === cx.node).map(({ arn }) => unknownRecord(arn))
  },
  create: async (cx, { domain, region }) => {
    const acm = await cx.aws.acm(region)
    const { CertificateArn } = await acm.requestCertificate({
      DomainName: domain,
      ValidationMethod: 'DNS',
      IdempotencyToken: createHash('sha256').update(cx.token).digest('hex').slice(0, tokenLength),
      Tags: tagsOf(cx),
    })
    return unknownRecord(required(CertificateArn, 'CertificateArn'))
  },
  sync: async (cx, observed) => {
    if (observed.recordName !== '') return observed
    const named = async () => {
      const found = await retryUntilConsistent(cx, observed.arn, () => describeCertificate(cx, observed.arn))
      const { Name, Value } = found?.DomainValidationOptions?.[0]?.ResourceRecord ?? {}
      return Name === undefined || Value === undefined ? undefined : { recordName: Name, recordValue: Value }
    }
    const record = await waitFor(cx, 'ACM to name its validation record', named, { seconds: recordKnownWithin })
    return { ...observed, ...record }
  },
  list: async (cx) => {
    const regions = [...new Set([cx.aws.connection.region, globalRegion])]
    const found = await Promise.all(regions.map((region) => ownCertificates(cx, region, () => true)))
    return found
      .flat()
      .map(({ arn, domain, tags }) =>
        listed(arn, tags, { identity: { domain, region: regionOf(arn) }, observed: unknownRecord(arn) }),
      )
  },
  destroy: async (cx, { observed: { arn } }) => {
    const acm = await cx.aws.acm(regionOf(arn))
    await deleteWhenFree(cx, arn, () => acm.deleteCertificate({ CertificateArn: arn }))
  },
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
