// Waits beside the boot until a certificate is issued; whoever needs it earlier than the public URL does would wait for
// nothing.
import { GmError, type Check } from '@geuse/plugin-api'
import type { CertificateDetail } from '@aws-sdk/client-acm'
import type { AwsContext } from '../../common/context.js'
import { waitFor } from '../../wait/wait-for.js'
import { describeCertificate, regionOf } from '../domain/certificate.js'

const deadline = 2400
/** Seconds: most often a few minutes after its record is there; ACM says that it may take half an hour. */
const issuedWithin = 2100

interface Props {
  readonly arn: string
  readonly domain: string
}

/** Passes when ACM has issued the certificate, or says why it will not. */
export const issued: Check<Props, { arn: string }, AwsContext> = {
  type: 'issued',
  stage: 'security',
  iam: ['acm:DescribeCertificate'],
  seconds: 120,
  deadline,
  run: async (cx, { arn, domain }) => {
    let status = 'unknown'
    const look = async () => {
      const found = await describeCertificate(cx, arn)
      status = found?.Status ?? 'gone'
      if (status !== 'ISSUED' && status !== 'PENDING_VALIDATION') throw refused(cx, { arn, domain }, found)
      return status === 'ISSUED' ? { arn } : undefined
    }
    const late = () =>
      new GmError(
        'TIMED_OUT',
        `ACM has not issued the certificate of ${domain} (${status}): it does not see its record`,
        {
          hints: [
            `dig NS ${domain}   # must name the servers of the hosted zone`,
            `gm deploy ${cx.stack.name}   # goes on waiting`,
          ],
        },
      )
    return waitFor(cx, `ACM to issue the certificate of ${domain}`, look, { seconds: issuedWithin, late })
  },
}

/** What keeps ACM from issuing, by the status or the reason that it gives, and what shows it. */
const looksAt: Readonly<Record<string, (domain: string) => string>> = {
  CAA_ERROR: (domain) => `dig CAA ${domain}   # must allow amazon.com, or be absent`,
  VALIDATION_TIMED_OUT: (domain) => `dig NS ${domain}   # must name the servers of the hosted zone`,
}

/** One that was refused stays refused: the next deploy asks for another. */
function refused({ stack }: AwsContext, { arn, domain }: Props, found: CertificateDetail | undefined): GmError {
  const { Status: status = 'gone', FailureReason: reason } = found ?? {}
  const look = looksAt[reason ?? status] ?? (() => describing(arn))
  const why = reason === undefined ? lateness(status) : `, ${reason}`
  return new GmError('CLOUD_REFUSED', `The certificate of ${domain} is ${status}${why}`, {
    hints: [look(domain), `gm deploy ${stack.name}   # asks for another`],
  })
}

function describing(arn: string): string {
  return `aws acm describe-certificate --certificate-arn ${arn} --region ${regionOf(arn)}`
}

/** ACM User Guide, troubleshooting: after 72 hours. */
function lateness(status: string): string {
  return status === 'VALIDATION_TIMED_OUT' ? ': ACM did not see its record within 72 hours' : ''
}
