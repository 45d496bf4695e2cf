// The AWS configuration file says the region of each profile; every AWS tool goes there, and so does gm.
import { readFileSync } from 'node:fs'

/**
 * @param path of the AWS configuration file
 * @returns regions by profile; undefined when there is no such file, or it says none
 */
export function profileRegions(path: string): Readonly<Record<string, string>> | undefined {
  const regions = new Map<string, string>()
  let profile: string | undefined
  for (const line of linesOf(path)) {
    const section = /^\s*\[\s*(.*?)\s*\]/.exec(line)?.[1]
    if (section !== undefined)
      profile = section === 'default' ? section : /^profile\s+["']?(.*?)["']?$/.exec(section)?.[1]
    const region = /^region\s*=\s*([a-z0-9-]+)/.exec(line)?.[1]
    if (profile !== undefined && region !== undefined) regions.set(profile, region)
  }
  return regions.size === 0 ? undefined : Object.freeze(Object.fromEntries(regions))
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/)
  } catch {
    return []
  }
}
