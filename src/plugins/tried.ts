// Which installed plugins were tried and did no harm: that is found out once, as it takes a process. A linked one
// changes while it is worked on, and is tried each time.
import type { Interfaces } from '@oclif/core'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '@geuse/core/completion'

type Tried = Readonly<Record<string, string>>

function fileIn({ dataDir }: Interfaces.Config): string {
  return join(dataDir, 'tried.json')
}

/** What changes when the plugin, its hook's files or gm do. */
async function keyOf({ root, version, hooks }: Interfaces.Plugin, config: Interfaces.Config): Promise<string> {
  const files = ['package.json', ...(hooks['gm:contribute'] ?? []).map(({ target }) => target)]
  const marks = await Promise.all(files.map((file) => markOf(join(root, file))))
  return [config.version, version, root, ...marks].join(' ')
}

async function markOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found === undefined ? '-' : `${found.mtimeMs}/${found.size}`
}

async function read(config: Interfaces.Config): Promise<Tried> {
  try {
    return JSON.parse(await readFile(fileIn(config), 'utf8')) as Tried
  } catch {
    return {}
  }
}

/** @returns whether it was tried as it is, and did no harm */
export async function isTried(plugin: Interfaces.Plugin, config: Interfaces.Config): Promise<boolean> {
  if (plugin.type !== 'user') return false
  return (await read(config))[plugin.name] === (await keyOf(plugin, config))
}

/** Where it cannot be noted, it is tried again. */
export async function noteTried(plugin: Interfaces.Plugin, config: Interfaces.Config): Promise<void> {
  if (plugin.type !== 'user') return
  const all = { ...(await read(config)), [plugin.name]: await keyOf(plugin, config) }
  await replaceFile(fileIn(config), JSON.stringify(all)).catch(() => undefined)
}
