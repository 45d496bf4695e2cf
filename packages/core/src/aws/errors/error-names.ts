// Which names AWS gives to which kind of failure. Names are as `classify` normalises them: without `Exception` at the
// end. Sources: the EC2 error code list, the exceptions of the API references of ACM, CloudFront, EFS, Elastic Load
// Balancing, IAM, Route 53, SSM and STS.
import type { Code } from '@geuse/plugin-api'

/** "There is no such thing", beside every name that ends in `.NotFound`. */
export const notFound: ReadonlySet<string> = new Set([
  'NoSuchDistribution',
  'NoSuchEntity',
  'FileSystemNotFound',
  'NoSuchHostedZone',
  'ResourceNotFound',
  'ListenerNotFound',
  'LoadBalancerNotFound',
  'MountTargetNotFound',
  'ParameterNotFound',
  'SubnetNotFound',
  'TargetGroupNotFound',
  'InvalidFleetId.NotFound',
])

/** "That is there already": the answer to a create that may have been ours. */
export const alreadyThere: ReadonlySet<string> = new Set([
  'DistributionAlreadyExists',
  'DuplicateListener',
  'DuplicateLoadBalancerName',
  'DuplicateTargetGroupName',
  'EntityAlreadyExists',
  'FileSystemAlreadyExists',
  'InvalidChangeBatch',
  'InvalidGroup.Duplicate',
  'InvalidLaunchTemplateName.AlreadyExists',
  'InvalidPermission.Duplicate',
  'InvalidSubnet.Conflict',
  'MountTargetConflict',
  'ParameterAlreadyExists',
  'Resource.AlreadyAssociated',
  'RouteAlreadyExists',
])

/** "Something still hangs on it": goes away by itself, minutes after what hung on it was deleted. */
export const dependency: ReadonlySet<string> = new Set([
  'DependencyViolation',
  'DeleteConflict',
  'FileSystemInUse',
  'InvalidGroup.InUse',
  'InvalidIPAddress.InUse',
  'ResourceInUse',
])

/** "Not yet": the thing named is still on its way to where this can be asked of it. */
export const notYet: ReadonlySet<string> = new Set([
  'Gateway.NotAttached',
  'IncorrectFileSystemLifeCycleState',
  'IncorrectInstanceState',
  'IncorrectMountTargetState',
  'InvalidSecurityGroup',
  'InvalidTarget',
])

/** "Not as it is now": the thing was changed after it was read, or has not yet become what the call demands. */
export const changedMeanwhile: ReadonlySet<string> = new Set([
  'DistributionNotDisabled',
  'InvalidIfMatchVersion',
  'PreconditionFailed',
])

const byCode: { readonly [C in Code]?: readonly string[] } = {
  CREDENTIALS_EXPIRED: ['ExpiredToken', 'RequestExpired', 'TokenRefreshRequired'],
  CREDENTIALS_MISSING: [
    'AuthFailure',
    'CredentialsProviderError',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'MissingAuthenticationToken',
    'SignatureDoesNotMatch',
    'TokenProviderError',
    'UnrecognizedClient',
  ],
  DENIED: [
    'AccessDenied',
    'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
    'NotAuthorized',
    'OptInRequired',
    'UnauthorizedOperation',
  ],
  QUOTA: [
    'AddressLimitExceeded',
    'FileSystemLimitExceeded',
    'InstanceLimitExceeded',
    'InternetGatewayLimitExceeded',
    'LimitExceeded',
    'MaxSpotInstanceCountExceeded',
    'NetworkInterfaceLimitExceeded',
    'ParameterLimitExceeded',
    'RulesPerSecurityGroupLimitExceeded',
    'SecurityGroupLimitExceeded',
    'SubnetLimitExceeded',
    'TooManyDistributionCNAMEs',
    'TooManyDistributions',
    'TooManyListeners',
    'TooManyLoadBalancers',
    'TooManyTargetGroups',
    'TooManyTargets',
    'VcpuLimitExceeded',
    'VpcLimitExceeded',
  ],
  CAPACITY: [
    'InsufficientCapacity',
    'InsufficientFreeAddressesInSubnet',
    'InsufficientHostCapacity',
    'InsufficientInstanceCapacity',
    'NoFreeAddressesInSubnet',
    'SpotMaxPriceTooLow',
    'UnfulfillableCapacity',
    'Unsupported',
  ],
  THROTTLED: [
    'EC2Throttled',
    'RequestLimitExceeded',
    'RequestThrottled',
    'SlowDown',
    'Throttled',
    'Throttling',
    'TooManyRequests',
    'TooManyUpdates',
  ],
  UNREACHABLE: ['AnswerLost', 'NetworkingError', 'RequestTimeout', 'TimeoutError'],
  CONFLICT: [
    'CNAMEAlreadyExists',
    'IdempotentParameterMismatch',
    'TargetGroupAssociationLimit',
    ...alreadyThere,
    ...changedMeanwhile,
    ...dependency,
    ...notYet,
  ],
  CLOUD_FAILED: ['InternalError', 'InternalFailure', 'InternalServerError', 'ServiceUnavailable', 'Unavailable'],
}

/** From a normalised name to the code of our table. */
export const codeByName: ReadonlyMap<string, Code> = new Map(
  Object.entries(byCode).flatMap(([code, names]) => names.map((name) => [name, code as Code] as const)),
)

/** What node says of a certificate that it does not trust, by its codes and in its words. */
const untrustedWords: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'certificate has expired'],
  ['CERT_NOT_YET_VALID', 'certificate is not yet valid'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'unable to get issuer certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unable to get local issuer certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate'],
])
/** Codes of a certificate that is not trusted. */
export const untrusted: ReadonlySet<string> = new Set(untrustedWords.keys())

/** What node says when a connection cannot be made or breaks. */
const connectionCodes: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ERR_PROXY_TUNNEL',
  'ETIMEDOUT',
  ...untrusted,
])

/** Errors in which the SDK wraps whatever kept it from fetching credentials; only the words of that are left. */
const wrapping: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError'])

/**
 * @param said what was thrown, its name normalised
 * @param code that node put on it, where it did
 * @returns node's code when it is the connection that failed
 */
export function connectionCodeOf(
  { name, message }: { readonly name: string; readonly message: string },
  code: unknown,
): string | undefined {
  if (typeof code === 'string' && connectionCodes.has(code)) return code
  if (!wrapping.has(name)) return undefined
  const named = [...connectionCodes].find((known) => message.includes(known))
  return named ?? [...untrustedWords].find(([, words]) => message.includes(words))?.[0]
}
