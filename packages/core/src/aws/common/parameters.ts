// Parameters of the parameter store, by the path that they have in common.
import type { Parameter } from '@aws-sdk/client-ssm'
import type { AwsContext } from './context.js'
import { allOf } from './pages.js'

/** What DeleteParameters takes in one call. */
const deletableAtOnce = 10

/** @returns all parameters below a path, encrypted ones as they are */
export async function parametersBelow(cx: Pick<AwsContext, 'aws'>, path: string): Promise<readonly Parameter[]> {
  const ssm = await cx.aws.ssm()
  const pages = ssm.paginateGetParametersByPath({ Path: path, Recursive: true, WithDecryption: false })
  return allOf(pages, ({ Parameters }) => Parameters)
}

/** Deletes parameters; those that are gone already count as deleted. */
export async function deleteParameters(cx: Pick<AwsContext, 'aws'>, names: readonly string[]): Promise<void> {
  const ssm = await cx.aws.ssm()
  for (let at = 0; at < names.length; at += deletableAtOnce) {
    await ssm.deleteParameters({ Names: names.slice(at, at + deletableAtOnce) })
  }
}
