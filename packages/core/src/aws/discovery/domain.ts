// The person's own domain name: whether the certificate and the hosted zone that they name are good for it. Looked at
// before anything is made, as each would otherwise fail only when most of a stack stands.
import { GmError, type DomainNeeds } from '@geuse/plugin-api'
import type { Clients } from '../client/clients.js'
import { describeCertificate, regionOf } from '../resources/domain/certificate.js'
import { inWords, recordsAt, sameName } from '../resources/domain/dns-record.js'
import { ifThere } from '../wait/consistency.js'

/** @returns the actions that it asks */
export function domainActions({ certificateArn, hostedZone }: Partial<DomainNeeds> = {}): readonly string[] {
  return [
    ...(certificateArn === undefined ? [] : ['acm:DescribeCertificate']),
    ...(hostedZone === undefined ? [] : ['route53:GetHostedZone', 'route53:ListResourceRecordSets']),
  ]
}

/**
 * @param aws clients of the run
 * @param needs of a tier
 * @throws GmError CONFIG_INVALID and NOT_FOUND, with what to do
 */
export async function checkDomain(aws: Clients, needs: DomainNeeds | undefined): Promise<void> {
  if (needs === undefined) return
  const { certificateArn, hostedZone, name } = needs
  await Promise.all([
    certificateArn === undefined ? undefined : checkCertificate(aws, certificateArn, needs),
    hostedZone === undefined ? undefined : checkZone(aws, hostedZone, name),
  ])
}

async function checkCertificate(
  aws: Clients,
  arn: string,
  { name: domain, certificateRegion: region = aws.connection.region }: DomainNeeds,
): Promise<void> {
  const theirs = regionOf(arn)
  if (theirs !== region)
    throw new GmError('CONFIG_INVALID', `The certificate is in ${theirs}; this tier needs one in ${region}`, {
      hints: [`aws acm list-certificates --region ${region}`],
    })
  const found = await describeCertificate({ aws }, arn)
  if (found === undefined)
    throw new GmError('NOT_FOUND', `There is no certificate ${arn}`, {
      hints: [`aws acm list-certificates --region ${region}`],
    })
  if (found.Status !== 'ISSUED')
    throw new GmError('CONFIG_INVALID', `The certificate is ${found.Status}, not ISSUED${reasonOf(found)}`, {
      hints: [
        `aws acm describe-certificate --certificate-arn ${arn} --region ${region}`,
        'name another one, or leave --certificate-arn out and name the hosted zone: gm asks for a certificate then',
      ],
    })
  const names = [...new Set([found.DomainName ?? '', ...(found.SubjectAlternativeNames ?? [])])]
  if (!names.some((name) => covers(name, domain)))
    throw new GmError('CONFIG_INVALID', `The certificate is for ${names.join(', ')}, not for ${domain}`, {
      hints: [`aws acm list-certificates --region ${region}`],
    })
}

function reasonOf({ FailureReason }: { readonly FailureReason?: string | undefined }): string {
  return FailureReason === undefined ? '' : ` (${FailureReason})`
}

/** A wildcard stands for one label. */
function covers(name: string, domain: string): boolean {
  if (sameName(name, domain)) return true
  return name.startsWith('*.') && sameName(name.slice(2), domain.slice(domain.indexOf('.') + 1))
}

async function checkZone(aws: Clients, zoneId: string, domain: string): Promise<void> {
  const route53 = await aws.route53()
  const zone = (await ifThere(() => route53.getHostedZone({ Id: zoneId })))?.HostedZone
  if (zone === undefined)
    throw new GmError('NOT_FOUND', `There is no hosted zone ${zoneId} in this account`, {
      hints: ['aws route53 list-hosted-zones'],
    })
  const name = (zone.Name ?? '').replace(/\.$/, '')
  if (zone.Config?.PrivateZone === true)
    throw new GmError(
      'CONFIG_INVALID',
      `Hosted zone ${zoneId} (${name}) is private: nobody outside would find ${domain}`,
    )
  if (domain !== name && !domain.endsWith(`.${name}`))
    throw new GmError('CONFIG_INVALID', `Hosted zone ${zoneId} is that of ${name}, which ${domain} is not in`, {
      hints: ['aws route53 list-hosted-zones'],
    })
  const there = (
    await Promise.all((['A', 'CNAME'] as const).map((type) => recordsAt({ aws }, { zoneId, name: domain, type })))
  ).flat()
  if (there.length > 0)
    throw new GmError(
      'CONFIG_INVALID',
      `${domain} leads elsewhere already (${inWords(there)}), and is not overwritten`,
      {
        hints: [
          `aws route53 list-resource-record-sets --hosted-zone-id ${zoneId} --start-record-name ${domain} --max-items 5`,
          'remove that record, or choose another --domain',
        ],
      },
    )
}
