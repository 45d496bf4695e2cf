// The SDK looks for credentials in the environment of its process: where gm runs inside a test, they are lent to it.

const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_EC2_METADATA_DISABLED'] as const

/**
 * @param env what an account gives its callers
 * @returns takes them back
 */
export function lendCredentials(env: Readonly<Record<string, string>>): () => void {
  const before = names.map((name) => [name, process.env[name]] as const)
  for (const name of names) process.env[name] = env[name]
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
