// What a `gm` printed for scripts, held against the schemas of `docs/reference/json`. Every process of every scenario
// comes by here.
import { isDeepStrictEqual } from 'node:util'
import { event, failure, outputs } from '@geuse/core/output'

/** What a process left. */
interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Schema {
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown; readonly error?: unknown }
}

interface Output {
  readonly json: Schema
  readonly lines?: true
}

const aliases: Readonly<Record<string, string>> = {
  'plugins add': 'plugins install',
  'plugins unlink': 'plugins uninstall',
  'plugins remove': 'plugins uninstall',
}

/**
 * @param args what was typed after `gm`
 * @param ended how the process ended
 * @throws Error naming what is not as its schema says, unknown keys included
 */
export function demandTold(args: readonly string[], ended: Ended): void {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
  if (own.includes('--help') || own.includes('-h')) return
  const said = `gm ${args.join(' ')}`
  if (own.includes('jsonl')) for (const line of eventLines(ended.stderr)) demand(event, JSON.parse(line), said)
  if (own.includes('--json')) demandAnswer(outputOf(own), ended, said)
}

/** A second Ctrl-C, or SIGKILL, leaves no time for an answer. */
function demandAnswer(output: Output | undefined, { code, stdout }: Ended, said: string): void {
  const text = stdout.trim()
  if (output === undefined || (text === '' && (output.lines === true || [null, 130].includes(code)))) return
  for (const value of valuesOf(text, output, said)) demand(isFailure(value) ? failure : output.json, value, said)
}

function eventLines(text: string): string[] {
  return text.split('\n').filter((line) => line.startsWith('{"'))
}

function outputOf(args: readonly string[]): Output | undefined {
  const [first = '', second = ''] = args.filter((arg) => !arg.startsWith('-'))
  const both = `${first} ${second}`
  const known: Readonly<Record<string, Output>> = outputs
  return known[aliases[both] ?? both] ?? known[first]
}

function valuesOf(text: string, { lines }: Output, said: string): unknown[] {
  try {
    return lines === true ? text.split('\n').map((line) => JSON.parse(line) as unknown) : [JSON.parse(text)]
  } catch (cause) {
    throw new Error(`${said} printed what is no JSON:\n${text}`, { cause })
  }
}

function isFailure(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isDeepStrictEqual(Object.keys(value), ['error'])
}

/** What a schema leaves out is unknown to it. */
function demand(schema: Schema, value: unknown, said: string): void {
  const { success, data, error } = schema.safeParse(value)
  if (success && isDeepStrictEqual(data, value)) return
  const why = success ? `it should be\n${JSON.stringify(data, null, 2)}` : String(error)
  throw new Error(`${said} printed what its schema does not know: ${why}\nof\n${JSON.stringify(value, null, 2)}`)
}
