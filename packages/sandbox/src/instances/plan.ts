// The plan of a bundle, read by the contract's tables.
import { planPath, planTables, TableError, type Plan, type PlanTable, type Table } from '@geuse/instance-contract'
import type { Bundle } from './bundle.js'
import { first, missingFile, type BootFailure } from './boot-failure.js'

const tables: { readonly [N in PlanTable]: Table<Plan[N]> } = planTables

/**
 * @returns what a table holds; no rows where there is no such file
 * @throws TableError where it cannot be read
 */
export function planTable<N extends PlanTable>(bundle: Bundle, name: N): Plan[N] {
  return tables[name].read(bundle.files.get(planPath(name))?.text ?? '')
}

/** Why tables that a phase reads are of no use to it. */
export function planObstacle(bundle: Bundle, names: readonly PlanTable[]): BootFailure {
  return missingFile(bundle, names.map(planPath)) ?? first(names, (name) => unreadable(bundle, name))
}

function unreadable(bundle: Bundle, name: PlanTable): BootFailure {
  try {
    planTable(bundle, name)
    return undefined
  } catch (error) {
    if (error instanceof TableError) return `${planPath(name)}: ${error.message}`
    throw error
  }
}

/** Every parameter that the instance must read, below the parameter path: those of files, and those of templates. */
export function neededParameters(bundle: Bundle): string[] {
  const files = planTable(bundle, 'secrets').map(({ parameter }) => parameter)
  const inTemplates = [...bundle.files]
    .filter(([path]) => path.startsWith('templates/'))
    .flatMap(([, { text }]) => [...text.matchAll(/@@([A-Za-z0-9/_.-]+)@@/g)].map((match) => match[1] ?? ''))
  return [...new Set([...files, ...inTemplates])]
}
