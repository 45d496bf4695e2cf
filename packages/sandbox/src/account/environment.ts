// Environments: the one this process has, and the one that leads any AWS tool to the sandbox and nowhere else.

/** The environment of this process: nothing else in the sandbox reads it. */
export function ownEnvironment(): Readonly<NodeJS.ProcessEnv> {
  return process.env // eslint-disable-line no-restricted-properties -- this is the one reader
}

/** The access key that an account hands out; its account is 123456789012. */
const accessKey = 'AKIASANDBOX'

/** What a caller needs in its environment. */
export function callerEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    HTTP_PROXY: endpoint,
    HTTPS_PROXY: endpoint,
    NO_PROXY: '127.0.0.1,localhost',
  }
}

/** Variables that would lead a caller past the sandbox's credentials. */
export const leadingAstray: readonly string[] = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'ALL_PROXY',
  'all_proxy',
]
