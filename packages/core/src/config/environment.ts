// The one reader of the process's environment: everything that a variable can say, checked once, as a frozen object
// that the rest of gm is given. So a test sets no variables and a misspelt one is reported and not ignored.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { GmError } from '@geuse/plugin-api'
import { configWords, readBoolean } from './keys.js'
import { type AwsProfile, readAwsProfiles } from './aws-profiles.js'
import { didYouMean } from './did-you-mean.js'

/** Ways to show progress. */
export const progressModes = ['auto', 'tree', 'lines', 'jsonl', 'silent'] as const
/** One of `progressModes`. */
export type ProgressMode = (typeof progressModes)[number]

/** What the environment says. */
export interface Environment {
  /** Absolute path of gm's folder: `GEUSEMAKER_HOME`, else `~/.geusemaker`. */
  readonly home: string
  /** `GEUSEMAKER_<OPTION>`: raw values by the option's flag, e.g. `instance-type`; of gm, or perhaps of a tier. */
  readonly options: Readonly<Record<string, string>>
  /** `GEUSEMAKER_CONFIG`: path of a config file. */
  readonly configFile?: string
  readonly progress: ProgressMode
  readonly yes: boolean
  readonly debug: boolean
  readonly aws: {
    readonly profile?: string
    readonly region?: string
    readonly endpointUrl?: string
    /** `AWS_CA_BUNDLE`: path of a file of certificates to be trusted beside those that Node trusts. */
    readonly caBundle?: string
    /** Profiles of `AWS_CONFIG_FILE`, else `~/.aws/config`. */
    readonly profiles?: Readonly<Record<string, AwsProfile>>
  }
  readonly noColor: boolean
  readonly forceColor: boolean
  readonly ci: boolean
  /** `TERM`; empty when there is none. */
  readonly term: string
  /** Of the terminal, where it tells (`COLORFGBG`). */
  readonly background?: 'dark' | 'light'
  /** Whether whoever sits here sees a browser that is opened: not in CI, not over SSH, not without a desktop. */
  readonly desktop: boolean
  /** For the SDK's clients and probes alike; lower-case spellings win, as in curl. */
  readonly proxy: { readonly http?: string; readonly https?: string; readonly no: readonly string[] }
}

type Variables = Readonly<Record<string, string | undefined>>

const prefix = 'GEUSEMAKER_'
const ownWords = ['home', 'config', 'progress', 'yes', 'debug']
const optionWords = configWords.filter((word) => word !== 'set')

function variableOf(word: string): string {
  return prefix + word.toUpperCase().replaceAll('-', '_')
}

/**
 * @param env the process's variables
 * @returns what they say
 * @throws GmError CONFIG_INVALID naming every variable that is unknown or out of range
 */
export async function readEnvironment(env: Variables = process.env): Promise<Environment> {
  const problems = [...(await unknownVariables(env)), ...badValues(env)]
  if (problems.length > 0) throw refused(problems)
  return Object.freeze({
    home: resolve(given(env, 'GEUSEMAKER_HOME') ?? join(given(env, 'HOME') ?? homedir(), '.geusemaker')),
    options: Object.freeze(options(env)),
    ...present('configFile', given(env, 'GEUSEMAKER_CONFIG')),
    progress: (given(env, 'GEUSEMAKER_PROGRESS') ?? 'auto') as ProgressMode,
    yes: isOn(env, 'GEUSEMAKER_YES'),
    debug: isOn(env, 'GEUSEMAKER_DEBUG'),
    aws: Object.freeze(aws(env)),
    ...terminal(env),
    desktop: hasDesktop(env),
    proxy: Object.freeze(proxy(env)),
  })
}

/**
 * @param more variables of its own
 * @returns what a program is given that gm starts for a person: all that they gave gm, and these
 */
export function programEnvironment(more: Readonly<Record<string, string>>, env: Variables = process.env) {
  return { ...env, ...more }
}

/**
 * A variable that is near to one of gm's own is a slip; any other may be an option of a tier, which is judged with it.
 */
async function unknownVariables(env: Variables): Promise<string[]> {
  const known = [...ownWords, ...optionWords]
  const words = Object.keys(env).flatMap((name) => (name.startsWith(prefix) ? [wordOfVariable(name)] : []))
  const near = await Promise.all(words.filter((word) => !known.includes(word)).map((word) => slip(word, known)))
  return near.flat()
}

async function slip(word: string, known: readonly string[]): Promise<string[]> {
  if ((await didYouMean(word, known)) === '') return []
  const meant = await didYouMean(variableOf(word), known.map(variableOf))
  return [`${variableOf(word)} is not a variable of gm${meant}`]
}

function badValues(env: Variables): string[] {
  const progress = given(env, 'GEUSEMAKER_PROGRESS')
  const knownMode = progress === undefined || progressModes.some((mode) => mode === progress)
  const switches = ['GEUSEMAKER_YES', 'GEUSEMAKER_DEBUG'].filter(
    (name) => 'expected' in readBoolean(given(env, name) ?? 'false'),
  )
  const endpoint = given(env, 'AWS_ENDPOINT_URL')
  return [
    ...(knownMode ? [] : [`GEUSEMAKER_PROGRESS: must be one of ${progressModes.join(', ')}`]),
    ...switches.map((name) => `${name}: must be true or false`),
    ...(endpoint === undefined || URL.canParse(endpoint) ? [] : ['AWS_ENDPOINT_URL: must be a URL']),
  ]
}

function options(env: Variables): Record<string, string> {
  const own = ownWords.map(variableOf)
  const names = Object.keys(env).filter((name) => name.startsWith(prefix) && !own.includes(name))
  const pairs = names.map((name) => [wordOfVariable(name), given(env, name)] as const)
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined))
}

function wordOfVariable(name: string): string {
  return name.slice(prefix.length).toLowerCase().replaceAll('_', '-')
}

function aws(env: Variables): Environment['aws'] {
  const home = given(env, 'HOME') ?? homedir()
  const file = given(env, 'AWS_CONFIG_FILE') ?? join(home, '.aws', 'config')
  return {
    ...present('profile', given(env, 'AWS_PROFILE')),
    ...present('region', given(env, 'AWS_REGION') ?? given(env, 'AWS_DEFAULT_REGION')),
    ...present('endpointUrl', given(env, 'AWS_ENDPOINT_URL')),
    ...present('caBundle', given(env, 'AWS_CA_BUNDLE')),
    ...present('profiles', readAwsProfiles(file, home)),
  }
}

function terminal(env: Variables): Pick<Environment, 'noColor' | 'forceColor' | 'ci' | 'term' | 'background'> {
  const force = given(env, 'FORCE_COLOR')
  return {
    noColor: given(env, 'NO_COLOR') !== undefined,
    forceColor: force !== undefined && force !== '0' && force !== 'false',
    ci: !['', '0', 'false'].includes(given(env, 'CI') ?? ''),
    term: env['TERM'] ?? '',
    ...present('background', background(given(env, 'COLORFGBG'))),
  }
}

/** Some terminals set `<foreground>;<background>`, numbers of the sixteen colours. */
function background(colors: string | undefined): Environment['background'] | undefined {
  const number = /;(\d+)$/.exec(colors ?? '')?.[1]
  if (number === undefined) return undefined
  return number === '7' || Number(number) > 8 ? 'light' : 'dark'
}

function hasDesktop(env: Variables, platform: NodeJS.Platform = process.platform): boolean {
  const isSet = (name: string): boolean => given(env, name) !== undefined
  if (terminal(env).ci || ['SSH_CONNECTION', 'SSH_TTY'].some(isSet)) return false
  return platform !== 'linux' || ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME'].some(isSet)
}

function proxy(env: Variables): Environment['proxy'] {
  const either = (name: string): string | undefined => given(env, name) ?? given(env, name.toUpperCase())
  const hosts = (either('no_proxy') ?? '').split(/[\s,]+/).filter((host) => host !== '')
  return {
    ...present('http', either('http_proxy')),
    ...present('https', either('https_proxy')),
    no: Object.freeze(hosts),
  }
}

/** An empty variable counts as absent. */
function given(env: Variables, name: string): string | undefined {
  const value = env[name]
  return value === undefined || value === '' ? undefined : value
}

function isOn(env: Variables, name: string): boolean {
  const read = readBoolean(given(env, name) ?? 'false')
  return 'value' in read && read.value === true
}

function present<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V }
}

function refused(messages: readonly string[]): GmError {
  const problems = messages.map((message) => new GmError('CONFIG_INVALID', message))
  return GmError.all('The environment holds variables that gm does not understand', problems)
}
