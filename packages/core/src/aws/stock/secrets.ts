// The stack's secrets: made once, in here, straight into the parameter store; never read back, never made again over
// what is there.
import { defineResource, type SecretDeclaration } from '@geuse/plugin-api'
import { isAlreadyThere } from '../classify.js'
import type { AwsContext } from '../context.js'
import { parameterPath } from '../names.js'
import { tagsOf } from '../tags.js'
import { generate } from './secret-value.js'

interface Secrets {
  readonly path: string
  /** Version of each parameter, by its name below the path. */
  readonly versions: Readonly<Record<string, number>>
}

/** SecureString parameters under the stack's path, found by listing it, undecrypted. */
export const secrets = defineResource<{ declared: readonly SecretDeclaration[] }, { path: string }, Secrets, AwsContext>({
  type: 'secrets',
  stage: 'security',
  keeps: 'data',
  iam: ['ssm:PutParameter', 'ssm:AddTagsToResource', 'ssm:GetParametersByPath', 'ssm:DeleteParameters'],
  idempotent: 'name',
  identity: (_props, { stack }) => ({ path: parameterPath(stack) }),
  find: async (cx, { identity: { path }, seen }) => {
    const versions = await list(cx, path)
    const none = Object.keys(versions).length === 0
    return none && Object.keys(seen?.versions ?? { some: 1 }).length > 0 ? undefined : { path, versions }
  },
  create: (cx, { declared }) => putMissing(cx, { path: parameterPath(cx.stack), versions: {} }, declared),
  sync: (cx, observed, { declared }) => putMissing(cx, observed, declared),
  destroy: async (cx, { observed: { path } }) => {
    const ssm = await cx.aws.ssm()
    const names = Object.keys(await list(cx, path)).map((name) => `${path}/${name}`)
    for (let at = 0; at < names.length; at += deletableAtOnce) {
      await ssm.deleteParameters({ Names: names.slice(at, at + deletableAtOnce) })
    }
  },
  seconds: { create: 3, destroy: 3 },
  label: ({ path }) => path,
})

/** What DeleteParameters takes in one call. */
const deletableAtOnce = 10

async function list(cx: AwsContext, path: string): Promise<Record<string, number>> {
  const ssm = await cx.aws.ssm()
  const versions: Record<string, number> = {}
  let token: string | undefined
  do {
    const page = await ssm.getParametersByPath({ Path: path, Recursive: true, WithDecryption: false, NextToken: token })
    for (const { Name, Version } of page.Parameters ?? []) versions[Name!.slice(path.length + 1)] = Version ?? 1
    token = page.NextToken
  } while (token)
  return sorted(versions)
}

async function putMissing(cx: AwsContext, { path, versions }: Secrets, declared: readonly SecretDeclaration[]): Promise<Secrets> {
  const missing = declared.filter(({ name }) => versions[name] === undefined)
  const made = await Promise.all(missing.map(async (declaration) => [declaration.name, await put(cx, path, declaration)] as const))
  return { path, versions: sorted({ ...versions, ...Object.fromEntries(made) }) }
}

async function put(cx: AwsContext, path: string, declaration: SecretDeclaration): Promise<number> {
  const ssm = await cx.aws.ssm()
  const where = { Name: `${path}/${declaration.name}`, Type: 'SecureString', Overwrite: false, Tags: tagsOf(cx) } as const
  try {
    return (await ssm.putParameter({ ...where, Value: generate(declaration).reveal() })).Version ?? 1
  } catch (error) {
    if (isAlreadyThere(error)) return 1
    throw error
  }
}

function sorted(versions: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(versions).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
