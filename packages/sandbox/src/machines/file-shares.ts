// What stands behind `mount.efs`: whether AWS would let this machine mount the file system, and which shared folder it
// is.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../account/context.js'
import type { Launch } from '../instances/emulated-instance.js'
import { noMountTarget, rights } from '../instances/surroundings.js'

/** Options that the mount helper or NFS know (EFS User Guide, mounting options; nfs(5)). */
const known =
  /^(tls|iam|ro|rw|hard|soft|noresvport|_netdev|nofail|lookupcache=(all|none|pos|positive)|(rsize|wsize|timeo|retrans|nfsvers|vers)=[\d.]+)$/

/** What a mount comes to: a folder below that of all file systems, or the words in which it fails. */
export type Mount = { readonly folder: string } | { readonly refusal: string }

/**
 * @param folder of all file systems
 * @param source as it was given: `fs-0123:/path`, the path is optional
 * @param options as they were given, with commas
 */
export async function mountOf(
  cx: Context,
  launch: Launch,
  folder: string,
  { source, options }: { readonly source: string; readonly options: string },
): Promise<Mount> {
  const [, id, path = '/'] = /^(fs-[0-9a-f]+)(?::(\/.*)?)?$/.exec(source) ?? []
  if (id === undefined || path.split('/').includes('..'))
    return { refusal: `mount.efs: invalid file system: ${source}` }
  const words = options.split(',').filter((word) => word !== '')
  const strange = words.find((word) => !known.test(word))
  if (strange !== undefined) return { refusal: `mount.nfs4: an incorrect mount option was specified: ${strange}` }
  const obstacle = (await noMountTarget(cx, launch, id)) ?? (await notAllowed(cx, launch, id, words))
  if (obstacle !== undefined) return { refusal: obstacle }
  await mkdir(join(folder, id), { recursive: true, mode: 0o755 })
  return { folder: join(id, path) }
}

/** A file system without a policy asks nothing of a mount without `iam` (EFS User Guide, IAM for NFS clients). */
async function notAllowed(
  cx: Context,
  launch: Launch,
  id: string,
  words: readonly string[],
): Promise<string | undefined> {
  if (!words.includes('iam')) return undefined
  const may = await rights(cx, launch)
  const resource = `arn:aws:elasticfilesystem:${launch.region}:${launch.account}:file-system/${id}`
  const missing = ['ClientMount', 'ClientWrite', 'ClientRootAccess'].find(
    (action) => !may({ action: `elasticfilesystem:${action}`, resource }),
  )
  return missing === undefined
    ? undefined
    : `mount.nfs4: access denied by server while mounting 127.0.0.1:/: the role lacks elasticfilesystem:${missing}`
}
