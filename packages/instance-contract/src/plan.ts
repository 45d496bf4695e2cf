// What an instance needs to know beside its compose document, as tables: the one place that knows their columns. Core
// writes them, gm-boot.sh and gmctl.sh read them line by line, the sandbox reads them as the scripts do.
import { z } from 'zod'
import { anyText, fileMode, keyValueTable, table, text, whole, type Table } from './table.js'

const service = text
const uid = whole
const mode = fileMode.describe('four octal digits')
const job = text

const criticality = z.codec(z.enum(['critical', 'optional']), z.boolean(), {
  decode: (cell) => cell === 'critical',
  encode: (critical) => (critical ? 'critical' : 'optional'),
})

/** Every table, by the name of its file: `plan/<name>.tsv`. */
export const planTables = {
  stack: keyValueTable('the stack and its place', {
    name: text,
    id: text,
    region: text,
    account: text,
    file_system_id: text.describe('to be mounted'),
    parameter_path: text.describe('where its parameters are'),
    bundle_path: text.describe('where its bundles are, each below its hash'),
    primary: text.describe('service that the URL leads to'),
    url: text.describe('public'),
    address: text.optional().describe('IPv4 address to wait for'),
  }),
  directories: table('folders to be made', {
    path: text.regex(/^\//, 'is not an absolute path').describe('absolute'),
    uid,
    mode,
  }),
  secrets: table('parameters that become files; one may become several', {
    parameter: text.describe('below `parameter_path`, e.g. `n8n/encryption-key`'),
    file: text.describe('below `/run/geusemaker/secrets`'),
    uid,
  }),
  templates: table('files that are filled in', {
    template: text.describe('below `templates`'),
    file: text.describe('below `/run/geusemaker/files`'),
    uid,
    mode,
  }),
  images: table('images, in the order of pulling', {
    image: text,
    kind: z.enum(['needed', 'optional']).describe('`needed` or `optional`'),
  }),
  steps: table(
    'compose services, in the order of starting',
    {
      kind: z
        .enum(['up', 'run', 'up?', 'run?'])
        .describe('`up` or `run` (a one-shot such as a provision); `up?` or `run?` of what the stack can do without'),
      containers: z.array(text).min(1).describe('compose services, a column each; `run` has one'),
    },
    { rest: true },
  ),
  jobs: table('scripts that run once the services are healthy', {
    service,
    job,
    kind: z
      .enum(['wait', 'background', 'optional'])
      .describe('`wait`, `background`, or `optional`: of a service that the stack can do without'),
    script: text.describe('below `scripts`'),
  }),
  environment: table('environment of jobs', {
    service,
    job,
    name: text.describe('variable'),
    value: anyText.describe('control characters and backslashes as `printf %b` reads them'),
  }),
  hooks: table('scripts that look after the data of a service', {
    service,
    hook: z
      .enum(['checkpoint', 'backup', 'restore', 'verify', 'drain'])
      .describe('`checkpoint`, `backup`, `restore`, `verify` or `drain`'),
    script: text.describe('below `scripts`'),
    rpo: whole.optional().describe('`checkpoint`: how many seconds old the newest copy of what is on the disk may be'),
  }),
  probes: table(
    'what `gmctl health` asks',
    {
      service,
      kind: z.enum(['http', 'tcp', 'exec']).describe('`http`, `tcp` or `exec`'),
      container: text.optional().describe('`exec`: where the command runs'),
      port: whole.optional().describe("`http`, `tcp`: on the instance's loopback"),
      path: text.optional().describe('`http`'),
      seconds: whole.describe('after which there is no answer'),
      critical: criticality.describe('`critical` or `optional`'),
      command: z.array(text).describe('`exec`: the words of the command, a column each'),
    },
    { rest: true },
  ),
  services: table(
    'services, in the order of starting',
    {
      service,
      format: text.optional().describe('what its data is written for, e.g. `PostgreSQL 17`'),
      images: z.array(text).describe('of its containers, a column each'),
    },
    { rest: true },
  ),
} as const

/** Name of a table. */
export type PlanTable = keyof typeof planTables

/** What every table holds. */
export type Plan = { readonly [N in PlanTable]: (typeof planTables)[N] extends Table<infer T> ? T : never }

/** One row of a table. */
export type PlanRow<N extends PlanTable> = Plan[N] extends readonly (infer R)[] ? R : never

/** @returns path of a table in its bundle */
export function planPath(name: PlanTable): string {
  return `plan/${name}.tsv`
}
