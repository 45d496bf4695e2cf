// What `gm history` uses.
export { history, type History } from '../app/history.js'
export type { KnownStackRequest } from '../app/stack/load.js'
export { historyLines } from '../ui/history-lines.js'
