// A config file is YAML or JSON with the words of flags. Only reading and parsing here; what it says is judged
// together with everything else that was said.
import { readFile } from 'node:fs/promises'
import { GmError } from '@geuse/plugin-api'
import { parse } from 'yaml'
import type { ConfigFile } from './layers.js'

/**
 * @param path as the person typed it
 * @returns its content, parsed
 * @throws GmError CONFIG_INVALID when it is missing, cannot be read or is neither YAML nor JSON
 */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  const text = await read(path)
  try {
    return { path, content: parse(text, { prettyErrors: true }) as unknown }
  } catch (cause) {
    throw new GmError('CONFIG_INVALID', `${path} is neither YAML nor JSON`, { cause })
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new GmError('CONFIG_INVALID', `Cannot read the config file ${path}`, { cause, hints: [`ls -l ${path}`] })
  }
}
