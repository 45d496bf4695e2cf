// CloudFront: distributions.
import {
  createsDistribution,
  deletesDistribution,
  distributionOnClock,
  distributionsOnClock,
  updatesDistribution,
} from '../cloudfront/distributions.js'
import { type Operation, forwarded, patched } from './operation.js'

/** The operations of CloudFront. */
export const cloudfrontOperations: readonly Operation[] = [
  ...forwarded('cloudfront', ['ListTagsForResource']),
  patched(
    'cloudfront',
    'CreateDistributionWithTags',
    'a reference that is in use is DistributionAlreadyExists; a name that another has CNAMEAlreadyExists, and without its issued certificate of us-east-1 InvalidViewerCertificate; 200 an account; InProgress for minutes',
    [createsDistribution],
  ),
  patched('cloudfront', 'GetDistribution', 'its state follows the clock; ETag is that of its version', [
    distributionOnClock,
  ]),
  patched('cloudfront', 'ListDistributions', 'states follow the clock', [distributionsOnClock]),
  patched(
    'cloudfront',
    'UpdateDistribution',
    'PreconditionFailed unless If-Match names its version, InvalidIfMatchVersion without; another version, InProgress again; until that is deployed, it answers as before',
    [updatesDistribution],
  ),
  patched(
    'cloudfront',
    'DeleteDistribution',
    'the same for If-Match; DistributionNotDisabled until it is switched off, and that is deployed',
    [deletesDistribution],
  ),
]
