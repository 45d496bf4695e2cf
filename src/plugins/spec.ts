// What somebody typed to be installed: a name of the registry, perhaps with a version, or a file, folder or address.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { didYouMean } from '@geuse/core/failure'
import { GmError } from '@geuse/plugin-api'

/** What npm is asked for. */
export type Spec = NamedSpec | { readonly url: string }

/** A package of a registry, and which of its versions. */
export interface NamedSpec {
  readonly name: string
  readonly tag: string
}

const named = /^(?<name>(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*)(?:@(?<tag>[^/]+))?$/i

/** @param typed what was typed @throws GmError CONFIG_INVALID for what is none of them */
export function specOf(typed: string): Spec {
  if (/^(?:https?|git\+\w+|git|ssh):/.test(typed)) return { url: typed }
  const path = typed.replace(/^file:/, '')
  if (typed.startsWith('file:') || /^[./~]|[\\/]$|\.tgz$/.test(typed) || /^[A-Z]:\\/i.test(typed)) return fileAt(path)
  const { name, tag = 'latest' } = named.exec(typed)?.groups ?? {}
  if (name === undefined)
    throw new GmError('CONFIG_INVALID', `${typed} is no name of a package, no file and no address`, {
      hints: ['gm plugins install @geuse/tier-gpu', 'gm plugins install ./PLUGIN.tgz'],
    })
  return { name, tag }
}

function fileAt(path: string): Spec {
  const absolute = resolve(path)
  if (!existsSync(absolute)) throw new GmError('NOT_FOUND', `there is no file ${absolute}`)
  return { url: `file:${absolute}` }
}

/**
 * Whether a name is made to be taken for one of ours: whoever mistypes `@geuse` should not run what somebody has put
 * there.
 * @returns why it looks so; undefined where it does not
 */
export async function lookAlike(name: string): Promise<string | undefined> {
  const [scope, rest] = name.startsWith('@') ? name.slice(1).split('/') : [undefined, name]
  if (scope === 'geuse') return undefined
  if (scope !== undefined) {
    const near = scope.replaceAll(/[-_.]?(?:ai|cli|js|plugins?)$/g, '')
    return near === 'geuse' || (await didYouMean(near, ['geuse', 'geusemaker'])) !== '' ? 'its scope' : undefined
  }
  const [first = ''] = (rest ?? '').split(/[-_.]/)
  const isNear = ['geuse', 'geusemaker'].includes(first) || (await didYouMean(first, ['geuse', 'geusemaker'])) !== ''
  return isNear ? 'its first word' : undefined
}
