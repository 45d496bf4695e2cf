// What an instance is given, kept in the account's parameter store under the address of its content: an instance
// fetches it at its first boot, or when another one is to take its place, and checks it. It holds no secret.
import { defineResource, type PackedBundle, type Recorded } from '@geuse/plugin-api'
import { isAlreadyThere } from '../../errors/classify.js'
import { changesOf, putBack } from '../../common/changes.js'
import type { AwsContext } from '../../common/context.js'
import { bundlePath } from '../../common/names.js'
import { deleteParameters, parametersBelow } from '../../common/parameters.js'
import { required } from '../../common/required.js'
import { tagsOf } from '../../common/tags.js'
import { together } from '../../wait/together.js'

interface Bundle {
  /** `/geusemaker/bundles/<stack>-<short id>/<hash>`: its parts are below it. */
  readonly path: string
}

/** A bundle as standard parameters, which cost nothing; another content is another thing, made beside the last one. */
export const bundle = defineResource<PackedBundle, { path: string }, Bundle, AwsContext>({
  type: 'bundle',
  stage: 'storage',
  iam: ['ssm:PutParameter', 'ssm:AddTagsToResource', 'ssm:GetParametersByPath', 'ssm:DeleteParameters'],
  idempotent: 'name',
  identity: ({ sha256 }, { stack }) => ({ path: pathOf(stack, sha256) }),
  find: async (cx, { identity: { path } }) => ((await parametersBelow(cx, path)).length === 0 ? undefined : { path }),
  create: async (cx, { sha256, parts }) => {
    const path = pathOf(cx.stack, sha256)
    await together([...named(path, parts)].map(([name, part]) => put(cx, name, part)))
    return { path }
  },
  sync: async (cx, { path }, { parts }) => {
    const { missing, other, superfluous } = await unlike(cx, path, parts)
    await together([
      ...missing.map(([name, part]) => put(cx, name, part)),
      ...other.map(([name, part]) => overwrite(cx, name, part)),
      deleteParameters(cx, superfluous),
    ])
    return { path }
  },
  drift: async (cx, { path }, { parts = [] }) => {
    const { missing, other, superfluous } = await unlike(cx, path, parts)
    return [
      ...missing.map(([name]) => putBack(name, 'a part of the bundle')),
      ...other.map(([name]) => putBack(name, 'a part of the bundle', 'another text')),
      ...superfluous.map((name) => putBack(name, 'nothing', 'what is not a part')),
    ]
  },
  // Parts of the same text, packed otherwise, are `sync`'s.
  diff: (made, { sha256 }) => changesOf<Pick<PackedBundle, 'sha256'>>(digestOf(made), { sha256 }, []),
  list: async (cx) => {
    const names = (await parametersBelow(cx, bundlePath(cx.stack))).map(({ Name }) => required(Name, 'Name'))
    const paths = new Set(names.map((name) => name.slice(0, name.lastIndexOf('/'))))
    return [...paths].map((path) => ({ id: path, known: { identity: { path }, observed: { path } } }))
  },
  destroy: async (cx, { observed: { path } }) => {
    const there = await parametersBelow(cx, path)
    await deleteParameters(
      cx,
      there.map(({ Name }) => required(Name, 'Name')),
    )
  },
  seconds: { create: 2, destroy: 2 },
  label: ({ path }) => path,
})

function pathOf(stack: AwsContext['stack'], sha256: string): string {
  return `${bundlePath(stack)}/${sha256.slice(0, 16)}`
}

function digestOf({ sha256 }: Recorded<PackedBundle>): Recorded<Pick<PackedBundle, 'sha256'>> {
  return sha256 === undefined ? {} : { sha256 }
}

/** Parts by their names, which are in their order. */
function named(path: string, parts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(parts.map((part, index) => [`${path}/${String(index + 1).padStart(2, '0')}`, part]))
}

/** What is not as it should be. A part may be another text because another version of zlib packed it. */
async function unlike(cx: AwsContext, path: string, parts: readonly string[]) {
  const there = new Map((await parametersBelow(cx, path)).map(({ Name, Value }) => [Name, Value]))
  const wanted = named(path, parts)
  return {
    missing: [...wanted].filter(([name]) => !there.has(name)),
    other: [...wanted].filter(([name, part]) => there.has(name) && there.get(name) !== part),
    superfluous: [...there.keys()].flatMap((name = '') => (wanted.has(name) ? [] : [name])),
  }
}

/** What has this name already was made by a call whose answer was lost, or is put right by `sync`. */
async function put(cx: AwsContext, name: string, value: string): Promise<void> {
  const ssm = await cx.aws.ssm()
  try {
    await ssm.putParameter({ Name: name, Value: value, Type: 'String', Overwrite: false, Tags: tagsOf(cx) })
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
  }
}

/** Tags are given to a new parameter only. */
async function overwrite(cx: AwsContext, name: string, value: string): Promise<void> {
  const ssm = await cx.aws.ssm()
  await ssm.putParameter({ Name: name, Value: value, Type: 'String', Overwrite: true })
}
