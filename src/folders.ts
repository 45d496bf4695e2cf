// oclif's folders, told without oclif: loading it takes longer than reading what is in them.
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Variables of whoever typed. */
export type Variables = Readonly<Record<string, string | undefined>>

/** @param env the variables of whoever types @returns where installed plugins are */
export function dataDirOf(env: Variables): string {
  return given(env['GM_DATA_DIR']) ?? folderOf(env, 'XDG_DATA_HOME', join('.local', 'share'))
}

/** @param env the variables of whoever types @returns where the theme is */
export function configDirOf(env: Variables): string {
  return given(env['GM_CONFIG_DIR']) ?? folderOf(env, 'XDG_CONFIG_HOME', '.config')
}

/** @param env the variables of whoever types @returns where that is which can be made again */
export function cacheDirOf(env: Variables): string {
  const own = given(env['GM_CACHE_DIR'])
  if (own !== undefined) return own
  if (process.platform === 'darwin') return join(userOf(env), 'Library', 'Caches', 'gm')
  return folderOf(env, 'XDG_CACHE_HOME', '.cache')
}

function folderOf(env: Variables, name: string, inHome: string): string {
  const local = process.platform === 'win32' ? given(env['LOCALAPPDATA']) : undefined
  return join(given(env[name]) ?? local ?? join(userOf(env), inHome), 'gm')
}

/** @param env the variables of whoever types @returns the home of the user */
export function userOf(env: Variables): string {
  return given(env['HOME']) ?? homedir()
}

/** An empty variable counts as absent. */
export function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
