// What the AWS configuration file says of each profile, as far as gm has to know it before the SDK reads it: every AWS
// tool goes to that region and trusts those authorities, and so does gm.
import { readFileSync } from 'node:fs'

/** One profile of the AWS configuration file. */
export interface AwsProfile {
  readonly region?: string
  /** `ca_bundle`: path of a file of certificates. */
  readonly caBundle?: string
}

/**
 * @param path of the AWS configuration file
 * @param home what `~` stands for
 * @returns profiles by name; undefined when there is no such file, or it says nothing of what is read here
 */
export function readAwsProfiles(path: string, home: string): Readonly<Record<string, AwsProfile>> | undefined {
  const profiles: Record<string, AwsProfile> = {}
  let name: string | undefined
  for (const line of linesOf(path)) {
    const section = /^\s*\[\s*(.*?)\s*\]/.exec(line)?.[1]
    if (section !== undefined) name = section === 'default' ? section : /^profile\s+["']?(.*?)["']?$/.exec(section)?.[1]
    else if (name !== undefined) {
      const said = { ...profiles[name], ...settingOf(line, home) }
      if (Object.keys(said).length > 0) profiles[name] = said
    }
  }
  return Object.keys(profiles).length === 0 ? undefined : Object.freeze(profiles)
}

/** What is indented belongs to a setting of one service. */
function settingOf(line: string, home: string): AwsProfile {
  const [, key, value = ''] = /^(region|ca_bundle)\s*=\s*(.*?)\s*$/.exec(line) ?? []
  if (value === '') return {}
  if (key === 'ca_bundle') return { caBundle: value.replace(/^~(?=\/)/, () => home) }
  const [region] = /^[a-z0-9-]+/.exec(value) ?? []
  return region === undefined ? {} : { region }
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/)
  } catch {
    return []
  }
}
