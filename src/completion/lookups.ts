// What lies on this computer at the moment of a TAB: stacks, their services, and the profiles of the AWS tools. What
// cannot be read is not offered; nobody wants to be told so in the middle of a line.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { given, userOf, type Variables } from '../folders.js'
import type { Lookups } from './candidates.js'

/** @param env the variables of whoever types @returns gm's own folder there */
function homeOf(env: Variables): string {
  return given(env['GEUSEMAKER_HOME']) ?? join(userOf(env), '.geusemaker')
}

/** @param env the variables of whoever types */
export function lookupsOf(env: Variables): Lookups {
  const deployments = join(homeOf(env), 'deployments')
  return {
    stacks: () =>
      fileNames(deployments).flatMap((name) => /^(?<stack>[a-z][\w-]*)\.json$/.exec(name)?.groups?.['stack'] ?? []),
    servicesOf: (stack) => (stack === undefined ? [] : servicesIn(textOf(join(deployments, `${stack}.json`)))),
    profiles: () => profilesOf(env),
  }
}

interface Recorded {
  readonly plugins?: readonly { readonly services?: readonly { readonly id: string }[] }[]
}

function servicesIn(text: string): string[] {
  try {
    const { plugins = [] } = JSON.parse(text) as Recorded
    return plugins.flatMap(({ services = [] }) => services.map(({ id }) => id))
  } catch {
    return []
  }
}

/** As the AWS CLI: profiles of both files; in one of them each carries the word before its name. */
function profilesOf(env: Variables): string[] {
  const folder = join(userOf(env), '.aws')
  const texts = [
    textOf(given(env['AWS_CONFIG_FILE']) ?? join(folder, 'config')),
    textOf(given(env['AWS_SHARED_CREDENTIALS_FILE']) ?? join(folder, 'credentials')),
  ]
  const sections = texts.flatMap((text) => [...text.matchAll(/^\s*\[\s*(.+?)\s*\]/gm)].map(([, name = '']) => name))
  const other = /^(?:sso-session|services)\s/
  const names = sections
    .filter((name) => !other.test(name))
    .map((name) => name.replace(/^profile\s+["']?(.*?)["']?$/, '$1'))
  return [...new Set(names)]
}

function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** @returns what the file holds; nothing of one that cannot be read */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
