// The plugin as a program of its own. What it refuses, it says as gm does: a sentence with a code and what to type next
// on stderr, or JSON on stdout, and the exit code of the failure.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { asGmError, GmError } from '@geuse/plugin-api'
import type { Interfaces } from '@oclif/core'
import { flush } from '@oclif/core/flush'
import { run } from '@oclif/core/run'
import { settings } from '@oclif/core/settings'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** @param args what was typed after `gm-sandbox`. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  settings.enableAutoTranspile = false
  try {
    await run([...args], program())
    await flush()
    return Number(process.exitCode ?? 0)
  } catch (error) {
    await flush()
    return isExit(error) ? error.oclif.exit : tell(error, args.includes('--json'))
  }
}

/** The folder of commands is their topic in gm; here they stand alone. The manifest is of the plugin. */
function program(): Interfaces.LoadOptions {
  const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Interfaces.PJSON
  const commands = `${String(manifest.oclif.commands)}/sandbox`
  const oclif = { ...manifest.oclif, bin: 'gm-sandbox', commands, topics: {}, topicSeparator: ':' as const }
  return { root, pjson: { ...manifest, oclif }, ignoreManifest: true, userPlugins: false, devPlugins: false }
}

function tell(error: unknown, asJson: boolean): number {
  const failure = failureOf(error)
  if (asJson) console.log(JSON.stringify({ error: failure.toJSON() }, null, 2))
  else
    console.error([`✖ ${failure.message}  ${failure.code}`, ...failure.hints.map((hint) => `  → ${hint}`)].join('\n'))
  return failure.exitCode
}

/** What oclif refuses was typed wrongly. */
function failureOf(error: unknown): GmError {
  if (!(error instanceof Error) || !('oclif' in error)) return asGmError(error)
  const message = stripVTControlCharacters(error.message)
    .replace(/\nSee more help with --help$/, '')
    .replaceAll(/:\s*\n\s*/g, ': ')
    .replaceAll(/\s*\n\s*/g, '; ')
    .replaceAll(/ {2,}/g, ' ')
  return new GmError('CONFIG_INVALID', message, { hints: ['gm-sandbox --help'] })
}

function isExit(error: unknown): error is { readonly oclif: { readonly exit: number } } {
  return error instanceof Error && 'code' in error && error.code === 'EEXIT'
}
