// The tables of a plan as files of its bundle.
import { planPath, planTables, TableError, type Plan, type PlanTable, type Table } from '@geuse/instance-contract'
import { GmError } from '@geuse/plugin-api'
import type { BundleFile } from './bundle.js'

/**
 * @param plan what every table holds
 * @returns one file a table
 * @throws GmError CONFIG_INVALID for a value that its table does not take
 */
export function planFiles(plan: Plan): BundleFile[] {
  const tables: { readonly [N in PlanTable]: Table<Plan[N]> } = planTables
  const file = <N extends PlanTable>(name: N) => fileOf(planPath(name), tables[name], plan[name])
  return (Object.keys(planTables) as PlanTable[]).map(file)
}

function fileOf<T>(path: string, table: Table<T>, values: T): BundleFile {
  try {
    return { path, mode: '0600', text: table.write(values) }
  } catch (cause) {
    if (!(cause instanceof TableError)) throw cause
    throw new GmError('CONFIG_INVALID', `A value does not fit into ${path}: ${cause.message}`, { cause })
  }
}
