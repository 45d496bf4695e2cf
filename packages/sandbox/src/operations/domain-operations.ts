// Domain names: certificates of ACM, hosted zones of Route 53.
import { certificateOnClock, deletesCertificate, requestsCertificate } from '../acm/certificates.js'
import { guardRecords } from '../route53/records.js'
import { type Operation, forwarded, patched } from './operation.js'

/** The operations of ACM and Route 53. */
export const domainOperations: readonly Operation[] = [
  ...forwarded('acm', ['AddTagsToCertificate', 'ListCertificates', 'ListTagsForCertificate']),
  patched('acm', 'RequestCertificate', 'pending until its record is in a hosted zone of the account', [
    requestsCertificate,
  ]),
  patched(
    'acm',
    'DescribeCertificate',
    'its record is named after some seconds; issued minutes after that is there, FAILED where CAA records of the name forbid it, for good VALIDATION_TIMED_OUT after 72 hours without, as where the name is delegated to other servers',
    [certificateOnClock],
  ),
  patched('acm', 'DeleteCertificate', 'ResourceInUseException while a listener or a distribution uses it', [
    deletesCertificate,
  ]),
  ...forwarded('route53', ['GetChange', 'GetHostedZone', 'ListHostedZones', 'ListResourceRecordSets']),
  patched('route53', 'ChangeResourceRecordSets', 'CREATE is InvalidChangeBatch where something has the name already', [
    guardRecords,
  ]),
]
