// What gm says of itself and of this computer: settings, plugins, completion, sessions.
import { z } from 'zod'
import { count, words } from './told.js'

const path = z.string().describe('of the file')
const key = z.string()
const wasSet = z.boolean().describe('whether there was something to take back')

/** `gm config get` */
export const optionValue = z.strictObject({ key, value: z.unknown() })

/** `gm config set` */
export const optionSet = z.strictObject({ key, value: z.unknown(), path })

/** `gm config unset` */
export const optionUnset = z.strictObject({ key, wasSet, path })

/** `gm config path` */
export const settingsPath = z.strictObject({ path })

/** `gm config reset` */
export const settingsReset = z.strictObject({ path, wasSet })

const plugin = { name: z.string().describe('of its package'), version: z.string() }
const flaw = z.string().nullable().describe('what is wrong with what it contributes; deploys stop because of it')
const root = z.string().describe('folder in which it lies')
const type = z.string().describe('core: came with gm; user: installed; link: used as it lies there')

/** `gm plugins` */
export const listedPlugins = z.array(z.strictObject({ ...plugin, type, root }))

/** `gm plugins inspect` */
export const inspectedPlugin = z.strictObject({
  ...plugin,
  type,
  root,
  commands: words('as they are typed after gm'),
  tiers: words('ids'),
  services: words('ids'),
  stacks: words('that were deployed with it'),
  flaw,
})

/** `gm plugins install`, and each of `gm plugins update`. */
export const installedPlugin = z.strictObject({ ...plugin, flaw })

/** `gm plugins link` */
export const linkedPlugin = z.strictObject({ ...plugin, root, flaw })

/** `gm plugins uninstall` */
export const uninstalledPlugin = z.strictObject({
  name: plugin.name,
  stacks: words('that were deployed with it'),
})

/** `gm new` */
export const begunPlugin = z.strictObject({
  name: plugin.name,
  folder: z.string(),
  files: words('paths in the folder'),
})

const shell = {
  shell: z.enum(['bash', 'zsh', 'fish', 'powershell']),
  line: z.string().describe('what makes the shell ask gm'),
  file: z.string().describe('that the shell reads when it starts'),
}

/** `gm autocomplete` */
export const completion = z.union([
  z.strictObject({ ...shell, text: z.string().describe('what the line fetches') }),
  z.strictObject({ ...shell, written: z.boolean().describe('false where the file has the line already') }),
])

/** `gm version` */
export const versions = z.strictObject({ gm: z.string(), node: z.string(), platform: z.string() })

/** `gm exec` */
export const executed = z.strictObject({
  exitCode: z.number().int().describe("the command's, which is also that of gm"),
  output: z.string().nullable().describe('all of it, errors with the rest'),
})

/** `gm forward` */
export const forwarded = z.strictObject({
  service: z.string(),
  port: count('on the instance'),
  localPort: count("on this computer's loopback"),
  address: z.string().describe('what to open, or to connect to'),
})

/** `gm open` */
export const opened = z.strictObject({ url: z.string(), opened: z.boolean() })
