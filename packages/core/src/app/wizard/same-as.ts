// What was answered, as it would have been typed, and as a config file.
import { stringify } from 'yaml'
import type { WizardAnswers } from './wizard.js'

type Request = WizardAnswers['request']

/** @returns words of the command that would do the same */
export function sameCommand({ name, flags }: Request): string[] {
  const words = Object.entries(flags).flatMap(([word, value]) => {
    if (value === true) return [`--${word}`]
    if (value === undefined || value === false) return []
    return [value].flat().flatMap((one) => [`--${word}`, String(one)])
  })
  return ['gm', 'deploy', name, ...words]
}

/** @returns text of a config file that says the same; the name of the stack is not in it */
export function sameFile({ flags }: Request): string {
  const { set = [], profile: _profile, ...rest } = flags
  const said = Object.entries(rest).filter(([, value]) => value !== undefined)
  return stringify({ ...Object.fromEntries(said), ...settingsIn(set as readonly string[]) })
}

function settingsIn(pairs: readonly string[]): object {
  const services: Record<string, Record<string, string>> = {}
  for (const pair of pairs) {
    const [, service = '', key = '', value = ''] = /^([^.]+)\.([^=]+)=(.*)$/s.exec(pair) ?? []
    services[service] = { ...services[service], [key]: value }
  }
  return pairs.length === 0 ? {} : { set: services }
}
