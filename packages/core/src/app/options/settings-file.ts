// The person's settings as a file of options: every key is known, with its default and what it is for.
import { existsSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { removeFile } from '../../state/durable-file.js'
import { parseSettings, settingsSchema } from '../../state/settings.js'
import type { Host } from '../host.js'
import { demandReadable } from './check.js'
import { optionFile, type OptionFile, type OptionRow } from './option-file.js'

/** A setting, described. */
export interface DescribedPreference {
  /** Dots lead inwards: `ui_preferences.show_emojis`. */
  readonly key: string
  readonly about: string
  readonly default: unknown
  /** What it takes, e.g. `10 to 300`. */
  readonly takes: string
}

interface Property {
  readonly type?: string
  readonly anyOf?: readonly Property[]
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly description?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Property>>
}

/** @returns every setting, in the order of the file */
export function describePreferences(): DescribedPreference[] {
  return describedIn(z.toJSONSchema(settingsSchema, { io: 'input' }) as Property, [])
}

function describedIn({ properties = {} }: Property, above: readonly string[]): DescribedPreference[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    const path = [...above, key]
    if (property.properties !== undefined) return describedIn(property, path)
    const { description = '', default: usual } = property
    return [{ key: path.join('.'), about: description, default: usual, takes: takes(property) }]
  })
}

function takes({ type, anyOf, enum: words, minimum, maximum }: Property): string {
  if (words !== undefined) return words.join(', ')
  if (minimum !== undefined) return `${minimum} to ${maximum}`
  if (anyOf !== undefined)
    return `${anyOf
      .map(takes)
      .filter((one) => one !== 'null')
      .join(', ')}, or nothing`
  return type === 'boolean' ? 'true, false' : type === 'string' ? 'a text' : (type ?? '')
}

/** @returns the settings of whoever sits here */
export function settingsFile(host: Host): OptionFile {
  const path = host.home.settings
  return optionFile({
    path,
    keys: async () => describePreferences().map(({ key }) => key),
    at: (key) => key.split('.'),
    value: (key, text) => valueOf(key, text),
    check: async (text) => demandReadable(host, { settings: parseSettings(text, path) }),
    rows: async (text) => rowsOf(text === '' ? '{}' : text, path),
  })
}

/** @returns whether there is a file of settings */
export function hasSettings({ home }: Pick<Host, 'home'>): boolean {
  return existsSync(home.settings)
}

/** Takes all settings away. */
export function resetSettings({ home }: Pick<Host, 'home'>): Promise<void> {
  return removeFile(home.settings)
}

function rowsOf(text: string, path: string): OptionRow[] {
  const [all, own] = [parseSettings(text, path), JSON.parse(text) as object]
  return describePreferences().map(({ key, about }) => {
    const at = key.split('.')
    return { key, value: within(all, at), given: within(own, at) !== undefined, about }
  })
}

function within(value: unknown, at: readonly string[]): unknown {
  return at.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], value)
}

/** Settings that are texts stay texts, though they look like a number. */
function valueOf(key: string, text: string): unknown {
  const isText =
    describePreferences()
      .find((one) => one.key === key)
      ?.takes.startsWith('a text') === true
  return isText && text !== 'null' ? text : scalarOf(text)
}

/** @returns a switch, a number, a list or nothing where the text is one, and the text otherwise */
export function scalarOf(text: string): unknown {
  try {
    const value = parse(text) as unknown
    const isPlain = value === null || typeof value === 'boolean' || typeof value === 'number' || Array.isArray(value)
    return isPlain ? value : text
  } catch {
    return text
  }
}
