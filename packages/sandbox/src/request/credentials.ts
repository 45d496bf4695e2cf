// Access keys that are refused, each service in its own words: none, one that has expired, one that nobody knows.
import { AwsError } from '../answer/aws-error.js'
import type { Call } from './call.js'

type Words = Readonly<Record<Call['protocol'], string>>

const expired: Words = {
  ec2: 'RequestExpired',
  query: 'ExpiredToken',
  json: 'ExpiredTokenException',
  'rest-json': 'ExpiredTokenException',
  'rest-xml': 'ExpiredToken',
}
const unknown: Words = {
  ec2: 'AuthFailure',
  query: 'InvalidClientTokenId',
  json: 'UnrecognizedClientException',
  'rest-json': 'UnrecognizedClientException',
  'rest-xml': 'InvalidClientTokenId',
}

/** EC2 refuses an unknown key with 401, the query services anything with 403, the JSON ones with 400. */
function status({ protocol }: Call, words: Words): number {
  return protocol === 'query' || protocol === 'rest-xml' ? 403 : protocol === 'ec2' && words === unknown ? 401 : 400
}

function refuse(call: Call, words: Words, message: string): AwsError {
  return new AwsError(words[call.protocol], message, status(call, words))
}

/**
 * Throws when the key is refused: it is missing, or it begins with `EXPIRED` or `INVALID`; no key is known in a region
 * that is not enabled.
 */
export function checkCredentials(call: Call, closedRegions: readonly string[]): void {
  if (call.accessKey === '') throw new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403)
  if (call.accessKey.startsWith('EXPIRED')) throw keyExpired(call)
  if (call.accessKey.startsWith('INVALID') || closedRegions.includes(call.region)) throw keyUnknown(call)
}

/** The refusal of a key that was good once. */
export function keyExpired(call: Call): AwsError {
  return refuse(call, expired, 'The security token included in the request is expired')
}

/** The refusal of a key that nobody has. */
export function keyUnknown(call: Call): AwsError {
  return refuse(call, unknown, 'The security token included in the request is invalid.')
}
