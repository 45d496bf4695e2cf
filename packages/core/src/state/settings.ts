// What a person prefers on this computer, in one file that they edit by hand: so an unknown key or a value out of
// range is reported with its place, all of them at once, and a missing file means the defaults.
import { readFile } from 'node:fs/promises'
import { GmError, isGmError } from '@geuse/plugin-api'
import { z } from 'zod'

const interfacePreferences = z.strictObject({
  show_ascii_banners: z.boolean().default(true).describe('the banner and the pictures of stages, where there is room'),
  show_emojis: z.boolean().default(true).describe('emoji, on terminals'),
  compact_mode: z.boolean().default(false).describe('no empty lines, no frames, the small banner, no pictures'),
  color_theme: z.enum(['auto', 'dark', 'light']).default('auto').describe('colours that stand out on your background'),
})

/** The file `settings.json`. Seconds, milliseconds and minutes as the names say. */
export const settingsSchema = z.strictObject({
  default_region: z.string().min(1).default('us-east-1').describe('where stacks are made, without --region'),
  default_tier: z.string().min(1).default('dev').describe('how stacks stand in AWS, without --tier'),
  default_instance_type: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('without one, the smallest candidate whose memory holds the chosen services'),
  prefer_spot: z.boolean().default(true).describe('spot instances first; on demand alone when false'),
  auto_rollback_on_failure: z.boolean().default(true).describe('remove what a failed run made, without --no-rollback'),
  rollback_timeout_minutes: z.int().min(5).max(60).default(15).describe('in which a stack must be healthy'),
  health_check_interval_seconds: z.int().min(10).max(300).default(30).describe('between two looks of gm monitor'),
  consecutive_failures_threshold: z
    .int()
    .min(1)
    .max(10)
    .default(3)
    .describe('failed probes in a row that make a service critical'),
  latency_warning_ms: z.int().min(1).max(600_000).default(2000).describe('an answer slower than this is a warning'),
  latency_critical_ms: z.int().min(1).max(600_000).default(5000).describe('an answer slower than this is critical'),
  ui_preferences: interfacePreferences.prefault({}),
  aws_profile: z.string().min(1).nullable().default(null).describe('profile of the AWS tools, without --profile'),
})

/** Every preference, with a value. */
export type Settings = Readonly<z.infer<typeof settingsSchema>>

/** @returns the preferences of a person who has set none */
export function defaultSettings(): Settings {
  return settingsSchema.parse({})
}

/**
 * @param text what the file holds
 * @param file its path, for messages
 * @returns the preferences, defaults filled in
 * @throws GmError CONFIG_INVALID with one problem for every mistake
 */
export function parseSettings(text: string, file: string): Settings {
  const parsed = settingsSchema.safeParse(parseJson(text, file))
  if (!parsed.success) throw invalid(file, parsed.error.issues.flatMap(sentences))
  if (parsed.data.latency_critical_ms < parsed.data.latency_warning_ms) {
    throw invalid(file, ['latency_critical_ms is below latency_warning_ms'])
  }
  return parsed.data
}

/**
 * @param file path of `settings.json`
 * @returns the preferences; the defaults when there is no file
 * @throws GmError CONFIG_INVALID, STORAGE_DENIED
 */
export async function readSettings(file: string): Promise<Settings> {
  try {
    return parseSettings(await readFile(file, 'utf8'), file)
  } catch (error) {
    if (isGmError(error)) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return defaultSettings()
    throw new GmError('STORAGE_DENIED', `Cannot read ${file}`, { cause: error, hints: [`ls -l ${file}`] })
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const hints = [`open ${file} in an editor`, 'gm config reset   # the defaults']
    throw new GmError('CONFIG_INVALID', `${file} is not JSON`, { cause, hints })
  }
}

function sentences(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${path === '' ? key : `${path}.${key}`} is not a setting`)
  return [`${path === '' ? 'the file' : path}: ${issue.message}`]
}

function invalid(file: string, messages: readonly string[]): GmError {
  const problems = messages.map((message) => new GmError('CONFIG_INVALID', message))
  const hints = ['gm config unset KEY   # that key alone', 'gm config reset   # all of them', 'gm config set --help']
  const many = messages.length === 1 ? 'a mistake' : `${messages.length} mistakes`
  return GmError.all(`${file} has ${many}`, problems, { hints })
}
