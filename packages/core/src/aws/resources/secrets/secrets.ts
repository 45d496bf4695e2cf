// The stack's secrets: made once, in here, straight into the parameter store; never read back, never made again over
// what is there.
import { defineResource, GmError, type SecretDeclaration } from '@geuse/plugin-api'
import { isAlreadyThere } from '../../errors/classify.js'
import type { AwsContext } from '../../common/context.js'
import { changesOf, putBack } from '../../common/changes.js'
import { parameterPath } from '../../common/names.js'
import { tagsOf } from '../../common/tags.js'
import { deleteParameters, parametersBelow } from '../../common/parameters.js'
import { required } from '../../common/required.js'
import { waitFor } from '../../wait/wait-for.js'
import { generate } from './secret-value.js'

interface Secrets {
  readonly path: string
  /** Version of each parameter, by its name below the path. */
  readonly versions: Readonly<Record<string, number>>
  /** Names that were made and are not there any more; never recorded. */
  readonly lost?: readonly string[]
}

/** SecureString parameters under the stack's path, found by listing it, undecrypted. */
export const secrets = defineResource<
  { declared: readonly SecretDeclaration[] },
  { path: string },
  Secrets,
  AwsContext
>({
  type: 'secrets',
  stage: 'security',
  keeps: 'data',
  iam: ['ssm:PutParameter', 'ssm:AddTagsToResource', 'ssm:GetParametersByPath', 'ssm:DeleteParameters'],
  idempotent: 'name',
  identity: (_props, { stack }) => ({ path: parameterPath(stack) }),
  find: async (cx, { identity: { path }, seen }) => {
    const versions = await list(cx, path)
    if (seen === undefined) return Object.keys(versions).length === 0 ? undefined : { path, versions }
    const lost = Object.keys(seen.versions).filter((name) => versions[name] === undefined)
    return { path, versions, ...(lost.length === 0 ? {} : { lost }) }
  },
  create: (cx, { declared }) => putMissing(cx, { path: parameterPath(cx.stack), versions: {} }, declared),
  sync: async (cx, { path, versions, lost }, { declared }) => {
    const there = lost === undefined ? versions : await listWhole(cx, path, lost)
    return putMissing(cx, { path, versions: there }, declared)
  },
  drift: async (_cx, { lost = [] }) => lost.map((name) => putBack(name, 'only you can put it back')),
  // What is declared anew is made by `sync`; what is not declared any more stays, as data may need it.
  diff: (made, props) => changesOf({ declared: namesOf(made) }, { declared: namesOf(props) }, 'all'),
  update: async (_cx, observed) => observed,
  stable: ['path'],
  list: async (cx) => {
    const path = parameterPath(cx.stack)
    const versions = await list(cx, path)
    return Object.keys(versions).length === 0
      ? []
      : [{ id: path, known: { identity: { path }, observed: { path, versions } } }]
  },
  destroy: async (cx, { observed: { path } }) => {
    const names = Object.keys(await list(cx, path)).map((name) => `${path}/${name}`)
    await deleteParameters(cx, names)
  },
  seconds: { create: 3, destroy: 3 },
  label: ({ path }) => path,
})

/** Seconds for a parameter that was made to show. */
const visibleWithin = 10

function namesOf({ declared = [] }: { readonly declared?: readonly SecretDeclaration[] }): string[] {
  return declared.map(({ name }) => name)
}

async function list(cx: Pick<AwsContext, 'aws'>, path: string): Promise<Record<string, number>> {
  const found = await parametersBelow(cx, path)
  return sorted(
    Object.fromEntries(
      found.map(({ Name, Version }) => [required(Name, 'Name').slice(path.length + 1), Version ?? 1] as const),
    ),
  )
}

/**
 * A new value for a secret that data was written with would lock its owner out: so one that is gone is never made
 * again.
 */
function listWhole(cx: AwsContext, path: string, lost: readonly string[]): Promise<Record<string, number>> {
  const late = () =>
    new GmError(
      'NOT_FOUND',
      `Secrets of ${cx.stack.name} are gone from the parameter store: ${lost.join(', ')}. New ones would not open the data that is there`,
      {
        hints: [
          ...lost.map(
            (name) => `aws ssm put-parameter --type SecureString --name ${path}/${name} --value …   # the value it had`,
          ),
          `gm destroy ${cx.stack.name} --delete-data   # gives the data up`,
        ],
      },
    )
  const look = async () => {
    const versions = await list(cx, path)
    return lost.every((name) => versions[name] !== undefined) ? versions : undefined
  }
  return waitFor(cx, 'secrets that were made to show', look, { seconds: visibleWithin, late })
}

async function putMissing(
  cx: AwsContext,
  { path, versions }: Secrets,
  declared: readonly SecretDeclaration[],
): Promise<Secrets> {
  const missing = declared.filter(({ name }) => versions[name] === undefined)
  const made = await Promise.all(
    missing.map(async (declaration) => [declaration.name, await put(cx, path, declaration)] as const),
  )
  return { path, versions: sorted({ ...versions, ...Object.fromEntries(made) }) }
}

async function put(cx: AwsContext, path: string, declaration: SecretDeclaration): Promise<number> {
  const ssm = await cx.aws.ssm()
  const { kmsKey } = cx.stack.governance ?? {}
  const where = {
    Name: `${path}/${declaration.name}`,
    Type: 'SecureString',
    Overwrite: false,
    Tags: tagsOf(cx),
    ...(kmsKey === undefined ? {} : { KeyId: kmsKey }),
  } as const
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
