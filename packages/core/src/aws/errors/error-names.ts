// Which names AWS gives to which kind of failure. Names are as `classify` normalises them: without `Exception` at the
// end. Sources: the EC2 error code list, the exceptions of the EFS, IAM, SSM and STS API references.
import type { Code } from '@geuse/plugin-api'

/** "There is no such thing", beside every name that ends in `.NotFound`. */
export const notFound: ReadonlySet<string> = new Set([
  'NoSuchEntity',
  'FileSystemNotFound',
  'MountTargetNotFound',
  'ParameterNotFound',
  'InvalidFleetId.NotFound',
])

/** "That is there already": the answer to a create that may have been ours. */
export const alreadyThere: ReadonlySet<string> = new Set([
  'EntityAlreadyExists',
  'FileSystemAlreadyExists',
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
  CONFLICT: ['IdempotentParameterMismatch', ...alreadyThere, ...dependency, ...notYet],
  CLOUD_FAILED: ['InternalError', 'InternalFailure', 'InternalServerError', 'ServiceUnavailable', 'Unavailable'],
}

/** From a normalised name to the code of our table. */
export const codeByName: ReadonlyMap<string, Code> = new Map(
  Object.entries(byCode).flatMap(([code, names]) => names.map((name) => [name, code as Code] as const)),
)

/** What node says when a connection cannot be made or breaks. */
export const connectionCodes: ReadonlySet<string> = new Set([
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
])
