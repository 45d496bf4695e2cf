// Everything that `--json` prints, in one table. Types of what commands make are taken from it, `docs/reference/json`
// is made of it, and the tests hold every answer of every scenario against it. Only tests and documents load it: a
// command knows its types and nothing more.
import { z } from 'zod'
import { backedUp, downloaded, listedBackups, madeBackup, restored } from './backup.js'
import { describedService, describedTier, optionRow, rendered } from './catalog.js'
import { diagnosis } from './doctor.js'
import { leastPolicies } from './iam.js'
import { logEntry, monitorEntry, stackStatus } from './health.js'
import { planned } from './plan.js'
import { stackCost } from './stack-cost.js'
import {
  deployed,
  destroyed,
  historyShape,
  listed,
  rolledBack,
  shownCredentials,
  stopped,
  unlocked,
  updated,
} from './stack.js'
import type { Told } from './told.js'
import * as tool from './tool.js'

export { failure } from './failure.js'
export { event, events } from './run.js'

/** By command: what it prints, once or, where it says `lines`, for each line. */
export const outputs = {
  autocomplete: { json: tool.completion },
  backup: { json: madeBackup },
  'backup download': { json: downloaded },
  'backup list': { json: listedBackups },
  'backup verify': { json: backedUp },
  config: { json: z.array(optionRow) },
  'config get': { json: tool.optionValue },
  'config list': { json: z.array(optionRow) },
  'config path': { json: tool.settingsPath },
  'config reset': { json: tool.settingsReset },
  'config set': { json: tool.optionSet },
  'config unset': { json: tool.optionUnset },
  cost: { json: stackCost },
  credentials: { json: shownCredentials },
  deploy: { json: deployed },
  destroy: { json: destroyed },
  doctor: { json: diagnosis },
  exec: { json: tool.executed },
  forward: { json: tool.forwarded, lines: true },
  history: { json: historyShape },
  iam: { json: leastPolicies },
  list: { json: listed },
  logs: { json: logEntry, lines: true },
  menu: { json: z.json().describe('what the command prints that was chosen') },
  monitor: { json: monitorEntry, lines: true },
  new: { json: tool.begunPlugin },
  open: { json: tool.opened },
  plan: { json: planned },
  plugins: { json: tool.listedPlugins },
  'plugins inspect': { json: tool.inspectedPlugin },
  'plugins install': { json: tool.installedPlugin },
  'plugins link': { json: tool.linkedPlugin },
  'plugins uninstall': { json: tool.uninstalledPlugin },
  'plugins update': { json: z.array(tool.installedPlugin) },
  render: { json: rendered },
  restore: { json: restored },
  rollback: { json: rolledBack },
  services: { json: z.array(describedService) },
  start: { json: deployed },
  status: { json: stackStatus },
  stop: { json: stopped },
  tiers: { json: z.array(describedTier) },
  unlock: { json: unlocked },
  update: { json: updated },
  version: { json: tool.versions },
} as const satisfies Readonly<Record<string, { readonly json: z.ZodType; readonly lines?: true }>>

type Outputs = typeof outputs

/** What a command prints with `--json`; of several lines, each. */
export type OutputOf<C extends keyof Outputs> = Told<Outputs[C]['json']>
