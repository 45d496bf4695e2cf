// What can be deployed, and with what it is: `gm tiers`, `gm services`, `gm render`, `gm config`.
import { z } from 'zod'
import { count, words } from './told.js'

const plugin = z.string().describe('that it is from, `name@version`')
const about = z.string().nullable().describe('what it is for; null where nobody says')

/** An option of a tier: `--<word>`, or a switch for each of its words. */
export const tierOption = z.strictObject({
  words: words('of flags'),
  about,
  default: z.unknown().describe('null where one has to be given'),
  kind: z.enum(['switch', 'list', 'value']),
  switches: z
    .record(z.string(), z.string())
    .nullable()
    .describe('words that stand for one value each; null where it has none'),
  values: z.array(z.string()).nullable().describe('the only ones that it takes; null where there are others'),
})

/** A tier. */
export const describedTier = z.strictObject({
  id: z.string(),
  aliases: words('other words for it'),
  title: z.string(),
  plugin,
  options: z.array(tierOption),
})

/** A service. */
export const describedService = z.strictObject({
  id: z.string(),
  title: z.string(),
  plugin,
  ports: z.record(z.string(), z.number()),
  uses: words('what it needs, e.g. postgres.database; with ? when it may be absent'),
  settings: z
    .record(z.string(), z.strictObject({ default: z.unknown(), about, isEmail: z.boolean() }))
    .describe('by key: --set <id>.<key>=…'),
})

/** `gm render` */
export const rendered = z.strictObject({
  folder: z.string(),
  files: words('paths in the folder'),
  userDataBytes: count("of the gzip'd UserData; 16384 is the most that EC2 takes"),
  bundleBytes: count("of the whole bundle, gzip'd"),
  standIns: z.record(z.string(), z.string()).describe('what only a deploy knows, and what stands for it'),
})

/** A key that can be set. */
export const optionRow = z.strictObject({
  key: z.string(),
  value: z.unknown(),
  given: z.boolean().describe('whether the file says it, and it is no default'),
  about,
})
