// What to type after AWS refused something. Apart from `classify`, which decides what a failure is: here is only what
// helps against it.
import type { Code } from '@geuse/plugin-api'
import { untrusted } from './error-names.js'

/** What AWS, the SDK or node said, as far as it is known. */
export interface Refusal {
  readonly name: string
  readonly message: string
  readonly status?: number
  readonly connection?: string
}

const byCode: { readonly [C in Code]?: readonly string[] } = {
  CREDENTIALS_EXPIRED: ['aws sso login', 'aws sts get-caller-identity'],
  CREDENTIALS_MISSING: ['aws configure', 'aws sts get-caller-identity'],
  DENIED: [
    'aws sts get-caller-identity   # who you are; the message above says what that one may not do',
    'gm iam --tier TIER   # all that one has to be allowed for a stack of that tier',
  ],
  UNREACHABLE: ['check the network, AWS_ENDPOINT_URL and the proxy variables, then type the same command again'],
}

/**
 * @param code what the refusal was found to be
 * @param refusal as it was said
 * @returns hints, most useful first
 */
export function adviceFor(code: Code, { name, message, connection }: Refusal): readonly string[] {
  if (name === 'AuthFailure.ServiceLinkedRoleCreationNotPermitted') {
    return ['aws iam create-service-linked-role --aws-service-name spot.amazonaws.com', 'gm deploy --on-demand']
  }
  if (untrusted.has(connection ?? '')) return authorityAdvice
  if (message.includes('MultiFactorAuthentication failed')) return ['type the same command again, with the next code']
  const role = /^Profile (.+) requires multi-factor authentication/.exec(message)?.[1]
  return role === undefined ? (byCode[code] ?? []) : codeAdvice(role)
}

/**
 * Who looks into the traffic of a company's computers has an authority, whose certificate every tool has to be given.
 */
const authorityAdvice = [
  'AWS_CA_BUNDLE=/path/to/authority.pem   # the certificate of the company whose proxy or network this is; ask there',
  'aws configure set ca_bundle /path/to/authority.pem   # the same for every command of the profile',
]

/**
 * The AWS CLI asks for the code and keeps the session; a second profile takes it from there. Keys in variables would
 * not do: a profile, also one that a stack was made with, goes before them.
 */
function codeAdvice(role: string): readonly string[] {
  const word = /^[\w.@-]+$/.test(role) ? role : `'${role}'`
  const helper = /^[\w.@-]+$/.test(role) ? `${role}-gm` : 'gm'
  return [
    `aws sts get-caller-identity --profile ${word}   # asks for the code`,
    `aws configure set credential_process "aws configure export-credentials --profile ${word}" --profile ${helper}   # once`,
    `then type the same command again with --profile ${helper}`,
  ]
}
