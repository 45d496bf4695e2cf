// What `gm cost` uses.
export { cost, type PreparedCost, type StackCost } from '../app/cost/cost.js'
export type { KnownStackRequest } from '../app/stack/load.js'
export { stackCostLines } from '../ui/cost-table.js'
